"""`wfk triggers`: check a trigger file, explain one trigger, and try payloads out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflowkit.cli import options, trigger_texts
from workflowkit.cli.patch import show_patch, unified_diff
from workflowkit.cli.terminal import show, style_for, tell
from workflowkit.cli.trigger_surroundings import load, read_json, surroundings
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rule import Rule
from workflowkit.lint.selection import matches
from workflowkit.model.suggest import did_you_mean
from workflowkit.report.formats import renderer
from workflowkit.report.result import Result
from workflowkit.source import files, json_text
from workflowkit.source.document import Document
from workflowkit.version import VERSION

if TYPE_CHECKING:
    from workflowkit.triggers.rehearsal import Outcome
    from workflowkit.triggers.trigger import Surroundings, Trigger
    from workflowkit.triggers.trigger_file import TriggerFile

DEFAULT_FILE = "triggers.yml"


@click.group()
def triggers() -> None:
    """Check triggers and try them out."""
    require_yaml()


def require_yaml() -> None:
    """Raises UsageError when the library that reads trigger files is not installed."""
    try:
        import ruamel.yaml  # noqa: F401 - the one library that only these commands need
    except ModuleNotFoundError:
        raise UsageError(
            "trigger files need the YAML library ruamel.yaml",
            help="install workflowkit with its extra 'triggers'",
        ) from None


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers validate
  wfk triggers validate ops/triggers.yml --workflows workflows/
  wfk triggers validate --workspaces ~/.workrail/config.json --env-file ~/.workrail/.env
  wfk triggers validate --diff                      what --fix would change

\b
Exit codes: 0 every trigger runs and nothing is at or above the threshold,
1 findings, a trigger that would not run or a difference,
2 usage, 3 a file could not be read or written."""
)
@click.argument("file", default=DEFAULT_FILE, type=options.ExistingPath())
@surroundings
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules to leave out.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@click.option("--fix", "fixes", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the other fixes, too.")
@click.option("--diff", is_flag=True, help="Show what fixes would change, and write nothing.")
@options.output_format("text", "concise", "json")
@options.terminal
@click.pass_context
def validate(
    context: click.Context,
    /,
    file: str,
    ignore: tuple[str, ...],
    fail_on: str,
    fixes: bool,
    unsafe_fixes: bool,
    diff: bool,
    format_name: str,
    color: str,
    quiet: bool,
    **refers_to: Any,
) -> None:
    """Check a trigger file, and tell what will really happen with each trigger.

    FILE is read as the engine reads it and as YAML; both readings are compared.
    """
    known, rules = load(**refers_to), _rules(ignore)
    style = style_for(color, quiet=quiet)
    if diff:
        difference = _difference(file, known, rules, include_unsafe=unsafe_fixes)
        show_patch(difference)
        context.exit(int(bool(difference)))
    if fixes:
        n_fixes = _fix(file, known, rules, include_unsafe=unsafe_fixes)
        if not quiet:
            tell(f"fixes applied to {file}: {n_fixes}", err=True)
    trigger_file = _read(file, known)
    result = _result(_check(trigger_file, file, rules))
    accounts = _accounts(trigger_file)
    sources = {file: Document(file, trigger_file.text, None, None, len(trigger_file.text))}
    report = renderer(format_name)(result, sources, style)
    if format_name == "json":
        report = trigger_texts.records(report, accounts)
    elif format_name == "text" and not quiet:
        report = trigger_texts.tables(accounts, style) + report
    show(report, style)
    is_one_lost = any(not item.runs for item in accounts)
    context.exit(max(result.exit_code(Severity(fail_on)), int(is_one_lost)))


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers explain review
  wfk triggers explain review ops/triggers.yml"""
)
@click.argument("trigger_id", metavar="ID")
@click.argument("file", default=DEFAULT_FILE, type=options.ExistingPath())
@surroundings
@options.terminal
def explain(trigger_id: str, file: str, color: str, quiet: bool, **refers_to: Any) -> None:
    """Tell in plain words what the trigger called ID does."""
    trigger_file = _read(file, load(**refers_to))
    trigger = _named(trigger_file, trigger_id)
    own = [
        item
        for item in _check(trigger_file, file, _rules(()))
        if item.route[:2] == ("triggers", trigger.index)
    ]
    where = f"{file}:{trigger_file.span(trigger.route()).start.line}"
    style = style_for(color, quiet=quiet)
    told = _accounts(trigger_file)[trigger.index]
    show(trigger_texts.narrative(told, where, own, style), style)


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers test triggers.yml --payload opened.json --payload opened.json
  wfk triggers test triggers.yml --payload a.json --at 0 --payload b.json --at 29.5s
  wfk triggers test triggers.yml --trigger review --payload -

\b
Each payload reaches each trigger in the way of its provider: as a webhook, as a polled item
or as a queued issue. Without --at they come one second apart. Signatures are taken as good."""
)
@click.argument("file", type=options.ExistingPath())
@click.option(
    "--payload",
    "payloads",
    multiple=True,
    required=True,
    type=options.ExistingPath(allow_dash=True),
    metavar="FILE",
    help="A JSON payload; may be given several times. - is standard input.",
)
@click.option(
    "--at",
    "times",
    multiple=True,
    metavar="TIME",
    help="When it arrives, such as 0, 1.5s, 500ms or 2m; once for each payload.",
)
@click.option("--trigger", "ids", multiple=True, metavar="ID", help="Only this trigger.")
@surroundings
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
    """Tell which sessions start for a series of payloads, and which do not.

    FILE is the trigger file. Nothing is sent and nothing is started.
    """
    trigger_file = _read(file, load(**refers_to))
    chosen = [_named(trigger_file, name) for name in ids] or list(trigger_file.triggers)
    outcomes = _rehearse(trigger_file, chosen, payloads, _moments(times, len(payloads)))
    style = style_for(color, quiet=quiet)
    if format_name == "json":
        show(trigger_texts.rehearsal_records(outcomes), style)
    else:
        show(trigger_texts.rehearsed(outcomes, len(payloads), style), style)


def _rules(ignored: tuple[str, ...]) -> list[Rule]:
    from workflowkit.triggers.rules import ALL

    selectors = [item.strip() for value in ignored for item in value.split(",") if item.strip()]
    return [rule for rule in ALL if not any(matches(rule, item) for item in selectors)]


def _read(file: str, known: Surroundings) -> TriggerFile:
    from workflowkit.triggers.trigger_file import parse

    return parse(json_text.decode(files.read(Path(file))), known)


def _check(trigger_file: TriggerFile, file: str, rules: list[Rule]) -> list[Diagnostic]:
    from workflowkit.triggers.check import check

    return check(trigger_file, file, rules)


def _accounts(trigger_file: TriggerFile) -> Any:
    from workflowkit.triggers.account import accounts

    return accounts(trigger_file)


def _result(diagnostics: list[Diagnostic]) -> Result:
    return Result(
        shown=tuple(diagnostics),
        n_files=1,
        n_fixable=sum(bool(item.finding.fix and item.finding.fix.safe) for item in diagnostics),
        tool_version=VERSION,
    )


def _difference(file: str, known: Surroundings, rules: list[Rule], *, include_unsafe: bool) -> str:
    """What fixing would change, as a unified diff; empty when it is nothing."""
    from workflowkit.triggers.check import fix

    before = json_text.decode(files.read(Path(file)))
    after = fix(before, known, include_unsafe=include_unsafe, rules=rules).text
    return unified_diff(file, before, after)


def _fix(file: str, known: Surroundings, rules: list[Rule], *, include_unsafe: bool) -> int:
    """Write the file with its fixes; how many there were."""
    from workflowkit.triggers.check import fix

    content = files.read(Path(file))
    before = json_text.decode(content)
    if not json_text.is_faithful(before, content):
        raise UsageError(f"{file} is not UTF-8", help="save it as UTF-8 before it is fixed")
    fixed = fix(before, known, include_unsafe=include_unsafe, rules=rules)
    if fixed.text != before:
        files.remove_abandoned_beside(Path(file))
        files.replace(Path(file), content, json_text.encode(fixed.text))
    return fixed.n_fixes


def _named(file: TriggerFile, name: str) -> Trigger:
    found = [trigger for trigger in file.triggers if trigger.id == name]
    if not found:
        known = [trigger.id for trigger in file.triggers if trigger.id]
        raise UsageError(f"no trigger is called '{name}'", help=did_you_mean(name, known))
    return found[0]


def _moments(times: tuple[str, ...], n_payloads: int) -> list[int]:
    """When each payload arrives, in milliseconds."""
    if not times:
        return [number * 1000 for number in range(n_payloads)]
    if len(times) != n_payloads:
        raise UsageError(
            f"the numbers of payloads and times differ: {n_payloads} and {len(times)}",
            help="give --at once for each --payload, or not at all",
        )
    return [_milliseconds(text) for text in times]


_TIME = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s|m|h|)")
_UNITS = {"ms": 1, "s": 1000, "": 1000, "m": 60_000, "h": 3_600_000}


def _milliseconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    if not match:
        raise UsageError(f"'{text}' is no time", help="write a time such as 0, 1.5s, 500ms or 2m")
    return round(float(match[1]) * _UNITS[match[2]])


def _rehearse(
    file: TriggerFile, chosen: list[Trigger], payloads: tuple[str, ...], times: list[int]
) -> list[Outcome]:
    from workflowkit.triggers.rehearsal import Delivery, rehearse

    deliveries: list[Delivery] = []
    for path, at in zip(payloads, times, strict=True):
        value = read_json(path)
        deliveries += [Delivery(at, trigger, value, path) for trigger in chosen]
    return rehearse(file, deliveries)
