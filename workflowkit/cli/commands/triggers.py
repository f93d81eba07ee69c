"""`wfk triggers`: validate a trigger file, explain one trigger, and simulate payloads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from workflowkit.cli import completing, fixing, options, reporting
from workflowkit.cli.daemon_options import daemon_options, read_daemon, read_json
from workflowkit.cli.fixing import FixOptions
from workflowkit.cli.reporting import Reporting, rendering
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.runnables import report_notes
from workflowkit.cli.terminal import show, style_for
from workflowkit.config.settings import RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rules import CONTENT_RULES
from workflowkit.report import trigger_text
from workflowkit.report.style import Style
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_fixes import without_skipped_fixes
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.json_records import record_text
from workflowkit.text.suggest import did_you_mean

if TYPE_CHECKING:
    from workflowkit.triggers.dry_run import Outcome
    from workflowkit.triggers.explanation import Explanation
    from workflowkit.triggers.trigger import Trigger
    from workflowkit.triggers.trigger_file import TriggerFile

DEFAULT_FILE = "triggers.yml"


@click.group()
def triggers() -> None:
    """Validate, explain and dry-run triggers."""


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers validate
  wfk triggers validate ops/triggers.yml --workflows workflows/
  wfk triggers validate --engine 3.121.0            for a later engine
  wfk triggers validate --workspaces ~/.workrail/config.json --env-file ~/.workrail/.env
  wfk triggers validate --diff                      the changes of --fix as a patch
  wfk triggers validate --format sarif              a report for code scanning

\b
Exit codes: 0 every trigger runs and nothing is at or above the threshold,
1 findings, a trigger that does not run, or a fix to apply with --diff,
2 usage or configuration, 3 a file could not be read or written."""
)
@click.argument("file", default=DEFAULT_FILE, type=options.ExistingPath())
@daemon_options
@options.rule_choice
@options.fixes
@options.known_findings
@options.fail_on(Severity.ERROR)
@reporting.options
@options.terminal
@click.pass_context
def validate(
    context: click.Context,
    /,
    file: str,
    choice: RuleChoice,
    only: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fingerprints: tuple[str, ...],
    baseline: str | None,
    fail_on: str,
    reports: Reporting,
    color: str,
    quiet: bool,
    **refers_to: Any,
) -> None:
    """Lint a trigger file, and report the status and behavior of each trigger.

    FILE is parsed as the engine does and as YAML, and both results are compared.
    `wfk lint` reports the same findings, without the options about the daemon.
    """
    fixes = FixOptions.of(unsafe_fixes, fingerprints, is_used=fix or diff)
    project = _load(file, refers_to).with_rules(choice, only)
    project.known_findings(baseline)  # So that it is read before anything is written.
    group = ProjectGroup((project,))
    if diff or (unsafe_fixes and not fix):
        context.exit(fixing.show_fixes(group, fixes, style_for(color), baseline))
    summary, rewriter = "", Rewriter()
    if fix:
        reports.require_targets()
        group, summary, rewriter = fixing.apply_fixes(group, fixes, baseline)
        (project,) = group.projects
    result = without_skipped_fixes(project.lint(baseline=baseline), (project,), baseline)
    found = _explanations(project.trigger_file)
    style = style_for(color, quiet=quiet)
    reported = reports.limited(result)
    rendered = rendering(reported, project.sources_of(result))

    def render(name: str, style: Style) -> Iterable[str]:
        if name == "json":
            from workflowkit.report.trigger_records import trigger_report

            return [record_text(trigger_report(reported, project.sources_of(result), found))]
        tables = trigger_text.tables(found, style) if name == "text" and not style.quiet else ""
        return [tables, *rendered(name, style)]

    reports.publish(render, style)
    if summary and not quiet:
        click.echo(summary, err=True)
    is_one_lost = any(not explanation.runs for explanation in found)
    context.exit(rewriter.exit_code(max(result.exit_code(Severity(fail_on)), int(is_one_lost))))


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers explain review
  wfk triggers explain review ops/triggers.yml

\b
Exit codes: 0 fine, 2 usage or configuration, 3 a file could not be read."""
)
@click.argument("trigger_id", metavar="ID", shell_complete=completing.triggers)
@click.argument("file", default=DEFAULT_FILE, type=options.ExistingPath())
@daemon_options
@options.terminal
def explain(trigger_id: str, file: str, color: str, quiet: bool, **refers_to: Any) -> None:
    """Explain the trigger ID in sentences.

    The status, each setting with its default, and the findings are included.
    """
    project = _load(file, refers_to)
    trigger_file = project.trigger_file
    trigger = _named(trigger_file, trigger_id)
    found = project.lint(CONTENT_RULES).shown
    own = [
        diagnostic for diagnostic in found if diagnostic.route[:2] == ("triggers", trigger.index)
    ]
    where = f"{file}:{trigger_file.span(trigger.route()).start.line}"
    style = style_for(color, quiet=quiet)
    explanation = _explanations(trigger_file)[trigger.index]
    show(trigger_text.narrative(explanation, where, own, style), style)


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers test triggers.yml --payload opened.json --payload opened.json
  wfk triggers test triggers.yml --payload a.json --at 0 --payload b.json --at 29.5s
  wfk triggers test triggers.yml --trigger review --payload -

\b
Each payload is delivered to each trigger as its provider does: as a webhook, a polled item
or a queued issue. Without --at they arrive one second apart. Every signature counts as valid.

\b
Exit codes: 0 fine, 2 usage or configuration, 3 a file could not be read."""
)
@click.argument("file", type=options.ExistingPath())
@click.option(
    "--payload",
    "payloads",
    multiple=True,
    required=True,
    type=options.ExistingPath(allow_dash=True),
    metavar="FILE",
    help="JSON payload; - is standard input; repeatable.",
)
@click.option(
    "--at",
    "times",
    multiple=True,
    metavar="TIME",
    help="Arrival time of each payload, such as 0, 1.5s, 500ms or 2m.",
)
@click.option(
    "--trigger",
    "ids",
    multiple=True,
    shell_complete=completing.triggers,
    metavar="ID",
    help="Deliver to this trigger only; repeatable.",
)
@daemon_options
@options.output_format("text", "json")
@options.terminal
def test(
    file: str,
    payloads: tuple[str, ...],
    times: tuple[str, ...],
    ids: tuple[str, ...],
    format_name: str,
    color: str,
    quiet: bool,
    **refers_to: Any,
) -> None:
    """Report which sessions a series of payloads would start.

    FILE is the trigger file. It is a dry run: nothing is sent or started.
    """
    trigger_file = _load(file, refers_to).trigger_file
    if not trigger_file.triggers:
        raise UsageError(f"{file}: no triggers", help=f"run wfk triggers validate {file}")
    chosen = [_named(trigger_file, name) for name in ids] or list(trigger_file.triggers)
    outcomes = _dry_run(trigger_file, chosen, payloads, _moments(times, len(payloads)))
    style = style_for(color, quiet=quiet)
    if format_name == "json":
        from workflowkit.report.trigger_records import trigger_test

        show(record_text(trigger_test(outcomes)), style)
    else:
        show(trigger_text.dry_run_report(outcomes, len(payloads), style), style)


def _load(file: str, refers_to: dict[str, Any]) -> Project:
    given = Options(spec=refers_to.pop("spec"), engine=refers_to.pop("engine"))
    project = Project.load_triggers(file, given, read_daemon(file, given=given, **refers_to))
    report_notes(project.context.notes)
    return project


def _explanations(file: TriggerFile) -> tuple[Explanation, ...]:
    from workflowkit.triggers.explanation import explanations

    return tuple(explanations(file))


def _named(file: TriggerFile, name: str) -> Trigger:
    found = [trigger for trigger in file.triggers if trigger.id == name]
    if not found:
        known = [trigger.id for trigger in file.triggers if trigger.id]
        raise UsageError(f"unknown trigger '{name}'", help=did_you_mean(name, known))
    return found[0]


def _moments(times: tuple[str, ...], n_payloads: int) -> list[int]:
    """Return the arrival time of each payload, in milliseconds."""
    if not times:
        return [number * 1000 for number in range(n_payloads)]
    if len(times) != n_payloads:
        raise UsageError(
            f"the numbers of --at and --payload differ: {len(times)} and {n_payloads}",
            help="repeat --at for each --payload, or omit it",
        )
    return [_milliseconds(text) for text in times]


_TIME = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s|m|h|)")
_UNITS = {"ms": 1, "s": 1000, "": 1000, "m": 60_000, "h": 3_600_000}


def _milliseconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    if not match:
        raise UsageError(f"invalid time '{text}'", help="write a time such as 0, 1.5s, 500ms or 2m")
    return round(float(match[1]) * _UNITS[match[2]])


def _dry_run(
    file: TriggerFile, chosen: list[Trigger], payloads: tuple[str, ...], times: list[int]
) -> list[Outcome]:
    from workflowkit.triggers.dry_run import Delivery, dry_run

    deliveries: list[Delivery] = []
    for path, at in zip(payloads, times, strict=True):
        value = read_json(path)
        deliveries += [Delivery(at, trigger, value, path) for trigger in chosen]
    return dry_run(file, deliveries)
