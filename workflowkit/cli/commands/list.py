"""`wfk list`: the available workflows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from workflowkit.catalog.serving import Served, Startup
from workflowkit.catalog.tagging import all_tags, filtered, is_hidden, summary
from workflowkit.cli import options
from workflowkit.cli.source_option import load, source_option
from workflowkit.cli.terminal import print_headed, style_for
from workflowkit.errors import UsageError
from workflowkit.report import catalog_text
from workflowkit.report.catalog_records import listing
from workflowkit.report.cells import printable
from workflowkit.run import discovery, spec_folder
from workflowkit.run.loading import Options
from workflowkit.spec.pack import Tags
from workflowkit.text.json_records import record_text
from workflowkit.text.json_values import as_text
from workflowkit.text.suggest import did_you_mean
from workflowkit.text.wording import counted


@click.command(
    epilog="""\b
Examples:
  wfk list                     tags and workflows
  wfk list --tag review_audit  workflows with a tag
  wfk list --hidden            with test fixtures

\b
Exit codes: 0 fine, 2 usage or configuration, 3 a file could not be read."""
)
@click.option(
    "--tag",
    "wanted",
    multiple=True,
    help="List only workflows with this tag; repeatable.",
)
@click.option("--hidden", is_flag=True, help="List hidden workflows, too.")
@source_option
@options.project
@options.output_format("text", "json")
@options.color
def list(
    wanted: tuple[str, ...],
    hidden: bool,
    sources: tuple[str, ...],
    given: Options,
    format_name: str,
    color: str,
) -> None:
    """List workflows: a summary by tag, then one line for each, then, without --tag, the files that are not served."""
    result = load(sources, given)
    config = discovery.find_config()
    tags = spec_folder.load_chosen_spec(given.spec, given.engine, config).tags or Tags((), {})
    _check_tags(wanted, result.ids, tags)
    ids = [workflow.id for workflow in result.served]
    tagged = set(filtered(ids, wanted, tags, with_hidden=True)) if wanted else set(ids)
    chosen = [workflow for workflow in result.served if workflow.id in tagged]
    shown = [workflow for workflow in chosen if hidden or not is_hidden(workflow.id, tags)]
    if format_name == "json":
        click.echo(record_text(listing(result, shown, tags)), nl=False)
    else:
        style = style_for(color)
        for head, rest in _lines(result, shown, tags, with_tags=not wanted):
            print_headed(head, rest, style)
        if len(shown) < len(chosen):
            click.echo(f"{len(chosen) - len(shown)} hidden; list them with --hidden")
        if not wanted:
            _print_unserved(result)


def _check_tags(wanted: Iterable[str], ids: Iterable[str], tags: Tags) -> None:
    """Raise UsageError for an unknown tag."""
    known = {tag.id for tag in tags.tags}.union(
        *(all_tags(workflow_id, tags) for workflow_id in ids)
    )
    for tag in wanted:
        if tag not in known:
            raise UsageError(f"unknown tag '{tag}'", help=did_you_mean(tag, known))


def _lines(
    result: Startup, shown: Sequence[Served], tags: Tags, *, with_tags: bool
) -> Iterator[tuple[str, str]]:
    """Yield each line in two parts: what is stressed, and the rest."""
    counted_tags = [tag for tag in summary(sorted(result.ids), tags) if tag.count]
    if with_tags and counted_tags:
        width = max(len(tag.id) for tag in counted_tags)
        yield from (
            (f"{tag.id:<{width}}", f"  {tag.count:>3}  {tag.display_name}") for tag in counted_tags
        )
        yield "", ""
    width = max((len(workflow.id) for workflow in shown), default=0)
    for workflow in shown:
        yield f"{workflow.id:<{width}}", f"  {_description(workflow, result)}"
    yield "", ""
    yield "", f"{counted(len(shown), 'workflow')}; `wfk show ID` describes one"


def _description(served: Served, result: Startup) -> str:
    return as_text(result.documents[served.id].value.get("description"))


def _print_unserved(result: Startup) -> None:
    for file in result.unserved:
        click.echo()
        for line in catalog_text.unserved_lines(file):
            click.echo(printable(line))
    if result.unserved:
        unserved = counted(len(result.unserved), "file")
        click.echo(f"\n{unserved} not served; `wfk check` reports all")
