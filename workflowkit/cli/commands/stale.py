"""`wfk stale`: the workflows that need a review, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from workflowkit.catalog.staleness import LEVELS, Staleness
from workflowkit.cli import choosing, options
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.reading import report_read
from workflowkit.cli.runnables import report_not_compared
from workflowkit.report.catalog_records import ReviewedWorkflow, Reviews
from workflowkit.report.cells import printable
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.json_records import record_text
from workflowkit.text.wording import counted


@click.command(
    epilog="""\b
Examples:
  wfk stale                           every workflow of the project
  wfk stale --fail-on likely          in CI

\b
Exit codes: 0 fine, 1 a workflow is at or above --fail-on, or a file is not JSON or could not be read,
2 usage or configuration, or no file, 3 another file could not be read."""
)
@options.paths
@options.project
@choosing.options
@click.option(
    "--fail-on", type=click.Choice(LEVELS[1:]), help="Lowest level that makes the exit code 1."
)
@options.output_format("text", "json")
@click.pass_context
def stale(
    context: click.Context,
    paths: tuple[str, ...],
    given: Options,
    chosen: ChosenFiles,
    fail_on: str | None,
    format_name: str,
) -> None:
    """List workflows whose review is out of date, with the changes and the steps to review.

    Compares the stamp in each file, and the lock file stamps.json, with the current rules, routines, refs and features.
    """
    group = ProjectGroup.load_workflows(paths, given, chosen.choice)
    choosing.report(group.skipped, group.notes, chosen)
    if chosen.verbose:
        report_read(group, paths, given)
    choosing.require_files(group.n_workflows, paths, chosen)
    found = tuple(_reviewed(group))
    if format_name == "json":
        click.echo(record_text(Reviews(workflows=found)), nl=False)
    else:
        for line in _lines(found):
            click.echo(printable(line))
    broken = [
        document for project in group.projects for document in project.documents if document.broken
    ]
    report_not_compared(broken)
    failing = LEVELS[LEVELS.index(fail_on) :] if fail_on else ()
    context.exit(int(bool(broken) or any(each.staleness.level in failing for each in found)))


def _reviewed(group: ProjectGroup) -> Iterator[ReviewedWorkflow]:
    """Yield the state of the review of every workflow that has one, with the path as it was given."""
    for project in group.projects:
        documents = [document for document in project.documents if not document.broken]
        for document, row in zip(documents, project.rows(), strict=True):
            if row.staleness and row.kind != "fixture":
                yield ReviewedWorkflow(id=row.id, path=document.path, staleness=row.staleness)


def _lines(found: Sequence[ReviewedWorkflow]) -> Iterator[str]:
    """Yield the stale workflows with their reasons, the worst first, then the count and the next command."""
    for level in reversed(LEVELS[1:]):
        for each in found:
            if each.staleness.level == level:
                yield f"{level}: {each.id}  ({each.path}{_since(each.staleness)})"
                yield from (f"  {reason}" for reason in each.staleness.reasons)
    stamps = [each.staleness for each in found]
    n_stale = sum(stale.level != "none" for stale in stamps)
    n_incomplete = sum(
        stale.stamped_version is not None and not stale.stamped_on for stale in stamps
    )
    if n_incomplete:
        yield (
            f"{counted(n_incomplete, 'stamp')} without an entry in stamps.json: "
            "only changes of the rules are detected"
        )
    if n_stale:
        yield (
            f"{n_stale} of {counted(len(found), 'workflow')} should be reviewed; "
            "`wfk stamp FILE` records that it was"
        )
    else:
        yield f"{counted(len(found), 'workflow')}, none stale"


def _since(stale: Staleness) -> str:
    if stale.stamped_version is None:
        return ""
    day = f" on {stale.stamped_on}" if stale.stamped_on else ""
    return f", reviewed{day} with rules version {stale.stamped_version}"
