"""`wfk check`: what a host finds when it starts."""

from __future__ import annotations

import json

import click

from workflowkit.catalog.startup import Startup
from workflowkit.cli import options, startup_texts
from workflowkit.cli.check_files import FileReport, bindings_report, triggers_report
from workflowkit.cli.sources import load, source_option
from workflowkit.cli.terminal import show, style_for
from workflowkit.loading import Options

FORMAT_VERSION = 1


@click.command(
    epilog="""\b
Examples:
  wfk check                                        bundled workflows and ./workflows
  wfk check --source user=~/flows --source git=../shared
  wfk check --triggers triggers.yml                and the triggers that start them
  wfk check --bindings .workrail/bindings.json --fix

\b
The bindings file is checked where there is one. --fix mends trigger and bindings files.

\b
Exit codes: 0 everything is served, 1 something is left out, or a trigger or binding is wrong,
2 usage or configuration, 3 a file could not be read."""
)
@source_option
@click.option(
    "--triggers",
    type=options.ExistingPath(),
    metavar="FILE",
    help="A trigger file to check with the workflows.",
)
@click.option("--fix", "fixes", is_flag=True, help="Write what can be mended without a look.")
@options.project
@options.output_format("text", "json")
@click.pass_context
def check(
    context: click.Context,
    sources: tuple[str, ...],
    triggers: str | None,
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
    reports = {
        "bindings": bindings_report(result, given, fixes=fixes),
        "triggers": triggers_report(triggers, result, fixes=fixes) if triggers else None,
    }
    if format_name == "json":
        click.echo(json.dumps(_record(result, reports), indent=2))
    else:
        _print(result, reports)
    is_fine = result.is_clean and all(report.is_fine for report in reports.values() if report)
    context.exit(0 if is_fine else 1)


def _record(result: Startup, reports: dict[str, FileReport | None]) -> dict[str, object]:
    return {
        "formatVersion": FORMAT_VERSION,
        "served": [startup_texts.served_record(item) for item in result.served],
        "leftOut": [startup_texts.left_out_record(item) for item in result.left_out],
        "examples": list(result.examples),
        **{
            name: json.loads(report.rendered("json")) if report else None
            for name, report in reports.items()
        },
    }


def _print(result: Startup, reports: dict[str, FileReport | None]) -> None:
    lines = [line for item in result.left_out for line in startup_texts.left_out_lines(item)]
    lines += [line for item in result.served for line in startup_texts.served_lines(item)]
    for line in lines:
        click.echo(line)
    for report in reports.values():
        if report and report.result.shown:
            show(report.rendered("text") + "\n", style_for())
    click.echo(startup_texts.summary(result))
