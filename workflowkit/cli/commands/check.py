"""`wfk check`: the startup check of a host."""

from __future__ import annotations

import click

from workflowkit.catalog.drift import PinnedDrift
from workflowkit.catalog.serving import Startup
from workflowkit.cli import choosing, options
from workflowkit.cli.checked_files import (
    CheckedFile,
    check_bindings,
    check_triggers,
    pinned_drift,
)
from workflowkit.cli.choosing import ChosenFiles
from workflowkit.cli.source_option import has_own_files, load, source_option
from workflowkit.cli.terminal import show, style_for
from workflowkit.errors import UsageError
from workflowkit.report import catalog_text
from workflowkit.report.catalog_records import Check
from workflowkit.report.cells import printable
from workflowkit.report.json import diagnostics_of
from workflowkit.run.discovery import SkippedPath
from workflowkit.run.loading import Options
from workflowkit.text.json_records import record_text


@click.command(
    epilog="""\b
Examples:
  wfk check                                        bundled and project workflows
  wfk check --source user=~/flows --source git=../shared
  wfk check --triggers triggers.yml                with the triggers that start them
  wfk check --bindings .workrail/bindings.json --fix
  wfk check --pinned dist/workflows                compare pinned overrides

\b
The bindings file of the project is checked, too. --fix applies safe fixes to trigger and bindings files.

\b
Exit codes: 0 fine, 1 a file is not served or has drifted, or a trigger or binding is invalid,
2 usage or configuration, 3 a file could not be read or written."""
)
@source_option
@click.option(
    "--triggers",
    type=options.ExistingPath(),
    metavar="FILE",
    help="Trigger file to check with the workflows.",
)
@click.option(
    "--pinned",
    type=options.ExistingPath(),
    multiple=True,
    metavar="PATH",
    help="Compiled workflows to compare with the bindings file; repeatable.",
)
@click.option("--fix", is_flag=True, help="Apply safe fixes to trigger and bindings files.")
@choosing.options
@options.project
@options.output_format("text", "json")
@click.pass_context
def check(
    context: click.Context,
    sources: tuple[str, ...],
    triggers: str | None,
    pinned: tuple[str, ...],
    fix: bool,
    chosen: ChosenFiles,
    given: Options,
    format_name: str,
) -> None:
    """Check which workflows a host would serve, and which files not, and why.

    Ids, reserved namespaces, shadowing and duplicates are checked over all sources; every file is reported.
    """
    if not sources and not chosen.allow_empty and not has_own_files():
        raise UsageError(
            "no folder 'workflows'; only bundled workflows would be checked",
            help="name folders with --source or in the configuration, or add --allow-empty",
        )
    result = load(sources, given, chosen.choice, quiet=False)
    skipped = [SkippedPath(path, reason) for path, reason in result.skipped.items()]
    choosing.report(skipped, (), chosen)
    if fix:  # Usage errors are raised before the first write.
        pinned_drift(pinned, given)
    reports = {
        "bindings": check_bindings(result, given, fix=fix),
        "triggers": check_triggers(triggers, result, given, fix=fix) if triggers else None,
    }
    drifted = pinned_drift(pinned, given)
    if format_name == "json":
        click.echo(record_text(_record(result, reports, drifted)), nl=False)
    else:
        _print(result, reports, drifted)
    is_fine = all(report.is_fine for report in reports.values() if report)
    context.exit(0 if result.is_clean and is_fine and not drifted else 1)


def _record(
    result: Startup, reports: dict[str, CheckedFile | None], drifted: list[PinnedDrift]
) -> Check:
    found = {
        name: diagnostics_of(report.result, report.sources) if report else None
        for name, report in reports.items()
    }
    return Check(
        served=result.served,
        unserved=result.unserved,
        examples=result.examples,
        internal=result.internal,
        bindings=found["bindings"],
        triggers=found["triggers"],
        drifted=tuple(drifted),
    )


def _print(
    result: Startup, reports: dict[str, CheckedFile | None], drifted: list[PinnedDrift]
) -> None:
    lines = [line for file in result.unserved for line in catalog_text.unserved_lines(file)]
    lines += [line for workflow in result.served for line in catalog_text.served_lines(workflow)]
    for drift in drifted:
        lines.append(f"drifted: {drift.path} (id '{drift.id}')")
        lines += [
            f"  slot '{changed.slot}' was pinned to '{changed.pinned}'; it is now '{changed.current}'"
            for changed in drift.drifts
        ]
    for line in lines:
        click.echo(printable(line))
    for report in reports.values():
        if report and report.result.shown:
            show(report.rendered("text") + "\n", style_for())
    click.echo(catalog_text.summary(result))
