"""`wfk stale`: which workflows should be reviewed again, and why."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from workflowkit.api import Project
from workflowkit.catalog.manifest import camel_case
from workflowkit.catalog.rows import Row
from workflowkit.catalog.staleness import LEVELS
from workflowkit.cli import options


@click.command(
    epilog="""\b
Examples:
  wfk stale                           every workflow of the project
  wfk stale --fail-on likely          in CI

\b
Exit codes: 0 nothing as stale as --fail-on says, 1 something is, 2 usage,
3 a file could not be read."""
)
@options.paths
@options.project
@click.option(
    "--fail-on", type=click.Choice(LEVELS[1:]), help="The level from which the exit code is 1."
)
@options.output_format("text", "json")
@click.pass_context
def stale(
    context: click.Context,
    paths: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    fail_on: str | None,
    format_name: str,
) -> None:
    """List workflows whose review is out of date, with what changed and what to look at.

    Compares the stamp in each file, and the lock file stamps.json, with the rules, routines, refs and features as they are now.
    """
    project = Project.load(paths, spec=spec, routines=routines, bindings=bindings, engine=engine)
    rows = [row for row in project.rows() if row.staleness and row.kind != "fixture"]
    if format_name == "json":
        records = [
            {"id": row.id, "path": row.source, **camel_case(asdict(row.staleness))}
            for row in rows
            if row.staleness
        ]
        click.echo(json.dumps(records, indent=2))
    else:
        _print(rows)
    levels = [row.staleness.level for row in rows if row.staleness]
    is_failed = fail_on is not None and any(
        LEVELS.index(level) >= LEVELS.index(fail_on) for level in levels
    )
    context.exit(1 if is_failed else 0)


def _print(rows: list[Row]) -> None:
    for level in reversed(LEVELS[1:]):
        for row in rows:
            if row.staleness and row.staleness.level == level:
                click.echo(f"{level}: {row.id}  ({row.source})")
                for reason in row.staleness.reasons:
                    click.echo(f"  {reason}")
    n_stale = sum(bool(row.staleness and row.staleness.level != "none") for row in rows)
    if n_stale:
        click.echo(
            f"{n_stale} of {len(rows)} workflows should be looked at; "
            "`wfk stamp FILE` records a review"
        )
    else:
        click.echo(f"{len(rows)} workflows, all reviewed as they are")
