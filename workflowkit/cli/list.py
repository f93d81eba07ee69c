"""`wfk list`: the workflows at hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from workflowkit import loading
from workflowkit.catalog.startup import Startup
from workflowkit.catalog.tagging import filtered, is_hidden, summary, tags_of
from workflowkit.cli import options
from workflowkit.cli.sources import load, source_option
from workflowkit.loading import Options
from workflowkit.source.values import as_text
from workflowkit.spec.pack import Tags


@click.command(
    epilog="""\b
Examples:
  wfk list                     tags, then every workflow
  wfk list --tag review_audit  only those
  wfk list --hidden            test fixtures as well"""
)
@click.option(
    "--tag",
    "wanted",
    multiple=True,
    help="Only workflows that bear this tag; may be given several times.",
)
@click.option("--hidden", is_flag=True, help="Hidden workflows as well.")
@source_option
@options.project
@options.output_format("text", "json")
def list(
    wanted: tuple[str, ...],
    hidden: bool,
    sources: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    format_name: str,
) -> None:
    """List workflows: a summary by tag, then one line for each, then the files that were left out."""
    given = Options(spec=spec, routines=routines, bindings=bindings, engine=engine)
    result = load(sources, given)
    config = loading.find_config()
    tags = loading.load_spec(spec or config.spec, engine or config.engine).tags or Tags((), {})
    ids = sorted(result.ids)
    shown = (
        filtered(ids, wanted, tags)
        if wanted
        else [item for item in ids if hidden or not is_hidden(item, tags)]
    )
    if format_name == "json":
        click.echo(json.dumps(_record(result, shown, tags), indent=2))
        return
    if not wanted:
        _print_tags(ids, tags)
    _print_workflows(result, shown)
    if result.left_out:
        click.echo(f"\n{len(result.left_out)} files were left out; `wfk check` says why")


def _record(result: Startup, shown: Sequence[str], tags: Tags) -> dict[str, object]:
    by_id = {item.id: item for item in result.served}
    return {
        "tags": [
            {"id": tag.id, "displayName": tag.display_name, "count": tag.count}
            for tag in summary(sorted(result.ids), tags)
        ],
        "workflows": [
            {
                "id": item,
                "description": _description(by_id[item].path),
                "source": by_id[item].source.value,
                "path": by_id[item].path,
                "tags": [*tags_of(item, tags)],
            }
            for item in shown
        ],
        "leftOut": [
            {
                "id": item.id,
                "path": item.path,
                "source": item.source.value,
                "errors": [*item.reasons],
            }
            for item in result.left_out
        ],
    }


def _print_tags(ids: Sequence[str], tags: Tags) -> None:
    counted = [tag for tag in summary(ids, tags) if tag.count]
    width = max((len(tag.id) for tag in counted), default=0)
    for tag in counted:
        click.echo(f"{tag.id:<{width}}  {tag.count:>3}  {tag.display_name}")
    click.echo()


def _print_workflows(result: Startup, shown: Sequence[str]) -> None:
    by_id = {item.id: item for item in result.served}
    width = max((len(item) for item in shown), default=0)
    for item in shown:
        click.echo(f"{item:<{width}}  {_description(by_id[item].path)}")
    click.echo(f"\n{len(shown)} workflows; `wfk show ID` tells more of one")


def _description(path: str) -> str:
    value = loading.read_document(Path(path)).value
    return as_text(value.get("description"))
