"""`wfk check`: what a host finds when it starts."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from workflowkit.catalog.startup import Startup
from workflowkit.cli import options, startup_texts
from workflowkit.cli.check_files import (
    FileReport,
    PinnedDrift,
    bindings_report,
    pinned_drift,
    triggers_report,
)
from workflowkit.cli.sources import load, source_option
from workflowkit.cli.terminal import show, style_for
from workflowkit.cli.triggers import require_yaml
from workflowkit.loading import Options
from workflowkit.report.cells import printable

FORMAT_VERSION = 1


@click.command(
    epilog="""\b
Examples:
  wfk check                                        bundled workflows and ./workflows
  wfk check --source user=~/flows --source git=../shared
  wfk check --triggers triggers.yml                and the triggers that start them
  wfk check --bindings .workrail/bindings.json --fix
  wfk check --pinned dist/workflows                have overrides changed since?

\b
The bindings file is checked where there is one. --fix mends trigger and bindings files.

\b
Exit codes: 0 everything is served, 1 something is left out or has drifted,
or a trigger or binding is wrong, 2 usage or configuration, 3 a file could not be read."""
)
@source_option
@click.option(
    "--triggers",
    type=options.ExistingPath(),
    metavar="FILE",
    help="A trigger file to check with the workflows.",
)
@click.option(
    "--pinned",
    type=options.ExistingPath(),
    multiple=True,
    metavar="PATH",
    help="Compiled workflows whose overrides to hold against the bindings file.",
)
@click.option("--fix", "fixes", is_flag=True, help="Write what can be mended without a look.")
@options.project
@options.output_format("text", "json")
@click.pass_context
def check(
    context: click.Context,
    sources: tuple[str, ...],
    triggers: str | None,
    pinned: tuple[str, ...],
    fixes: bool,
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    format_name: str,
) -> None:
    """Check what a host would serve: which workflows, and which files it would leave out and why.

    Ids, reserved namespaces, shadowing and duplicates are checked over all sources; no file is passed over in silence.
    """
    given = Options(spec=spec, routines=routines, bindings=bindings, engine=engine)
    result = load(sources, given)
    if fixes:  # What is wrong with the command line is told before anything is written.
        pinned_drift(pinned, given)
        if triggers:
            require_yaml()
    reports = {
        "bindings": bindings_report(result, given, fixes=fixes),
        "triggers": triggers_report(triggers, result, fixes=fixes) if triggers else None,
    }
    drifted = pinned_drift(pinned, given)
    if format_name == "json":
        click.echo(json.dumps(_record(result, reports, drifted), indent=2))
    else:
        _print(result, reports, drifted)
    is_fine = all(report.is_fine for report in reports.values() if report)
    context.exit(0 if result.is_clean and is_fine and not drifted else 1)


def _record(
    result: Startup, reports: dict[str, FileReport | None], drifted: list[PinnedDrift]
) -> dict[str, object]:
    return {
        "formatVersion": FORMAT_VERSION,
        "served": [startup_texts.served_record(item) for item in result.served],
        "leftOut": [startup_texts.left_out_record(item) for item in result.left_out],
        "examples": list(result.examples),
        **{
            name: json.loads(report.rendered("json")) if report else None
            for name, report in reports.items()
        },
        "drifted": [asdict(item) for item in drifted],
    }


def _print(
    result: Startup, reports: dict[str, FileReport | None], drifted: list[PinnedDrift]
) -> None:
    lines = [line for item in result.left_out for line in startup_texts.left_out_lines(item)]
    lines += [line for item in result.served for line in startup_texts.served_lines(item)]
    for drift in drifted:
        lines.append(f"drifted: {drift.path} (id '{drift.id}')")
        lines += [
            f"  slot '{item.slot}' was pinned to '{item.pinned}'; now it is '{item.current}'"
            for item in drift.drifts
        ]
    for line in lines:
        click.echo(printable(line))
    for report in reports.values():
        if report and report.result.shown:
            show(report.rendered("text") + "\n", style_for())
    click.echo(startup_texts.summary(result))
