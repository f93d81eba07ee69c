"""`wfk triggers`: check a trigger file, explain one trigger, and try payloads out."""

from __future__ import annotations

import difflib
import json
import os
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflowkit import loading
from workflowkit.cli import options
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.errors import UsageError
from workflowkit.lint.selection import matches
from workflowkit.model.suggest import did_you_mean
from workflowkit.report.cells import printable
from workflowkit.report.formats import renderer
from workflowkit.report.result import Result
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style
from workflowkit.source import document, files, json_text
from workflowkit.source.document import Document
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_text
from workflowkit.version import VERSION

if TYPE_CHECKING:
    from workflowkit.triggers.account import Account
    from workflowkit.triggers.rehearsal import Delivery, Outcome
    from workflowkit.triggers.trigger import Surroundings, Trigger
    from workflowkit.triggers.trigger_file import TriggerFile

DEFAULT_FILE = "triggers.yml"


@click.group()
def triggers() -> None:
    """Check triggers and try them out."""


def _surroundings(command: options.Command) -> options.Command:
    """Options that say what a trigger file refers to."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--workflows",
        type=options.ExistingPath(),
        multiple=True,
        metavar="DIR",
        help="Workflows that can be started, instead of the bundled ones.",
    ),
    click.option(
        "--workspaces",
        type=options.ExistingPath(),
        metavar="FILE",
        help="The config.json that names workspaces.",
    ),
    click.option(
        "--environment",
        "use_environment",
        is_flag=True,
        help="Look secrets up among the variables of this shell.",
    ),
    click.option(
        "--env-file",
        type=options.ExistingPath(),
        metavar="FILE",
        help="Look secrets up in this file of KEY=VALUE lines, too.",
    ),
    click.option(
        "--spec",
        type=options.ExistingPath(),
        metavar="DIR",
        help="Where retired workflow ids are listed, instead of the bundled list.",
    ),
)


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers validate
  wfk triggers validate ops/triggers.yml --workflows workflows/
  wfk triggers validate --workspaces ~/.workrail/config.json --env-file ~/.workrail/.env
  wfk triggers validate --fix --diff                what --fix would change

\b
Exit codes: 0 every trigger runs and nothing is at or above the threshold,
1 findings or a trigger that would not run, 2 usage, 3 a file could not be read."""
)
@click.argument("file", default=DEFAULT_FILE, type=options.ExistingPath())
@_surroundings
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
    check, fix, all_rules = _checker()
    rules = [rule for rule in all_rules if not any(matches(rule, item) for item in _listed(ignore))]
    surroundings = _load_surroundings(**refers_to)
    style = style_for(color, quiet=quiet)
    content = files.read(Path(file))
    text = json_text.decode(content)
    if fixes or diff:
        fixed = fix(text, surroundings, include_unsafe=unsafe_fixes, rules=rules)
        if diff:
            shown = _diff(text, fixed.text, file)
            show(shown, style)
            context.exit(int(bool(shown)))
        # A file that is not UTF-8 would lose what could not be decoded.
        if fixed.text != text and text.encode() == content:
            files.write(Path(file), fixed.text.encode())
            text = fixed.text
            if not quiet:
                click.echo(f"{file}: {_counted(fixed.n_fixes, 'fix')} applied", err=True)
    trigger_file = _parse(text, surroundings)
    diagnostics = check(trigger_file, file, rules)
    told = _accounts(trigger_file)
    result = Result(
        shown=tuple(diagnostics),
        n_files=1,
        n_fixable=sum(bool(item.finding.fix and item.finding.fix.safe) for item in diagnostics),
        tool_version=VERSION,
    )
    sources = {file: Document(file, text, None, None, len(content))}
    report = renderer(format_name)(result, sources, style)
    if format_name == "json":
        report = _with_accounts(report, told)
    elif format_name == "text" and not quiet:
        report = "".join(f"{_told(item, style)}\n" for item in told) + report
    show(report, style)
    loses_one = any(not item.runs for item in told)
    context.exit(max(result.exit_code(Severity(fail_on)), int(loses_one)))


@triggers.command(
    epilog="""\b
Examples:
  wfk triggers explain review
  wfk triggers explain review ops/triggers.yml"""
)
@click.argument("trigger_id", metavar="ID")
@click.argument("file", default=DEFAULT_FILE, type=options.ExistingPath())
@_surroundings
@options.terminal
def explain(trigger_id: str, file: str, color: str, quiet: bool, **refers_to: Any) -> None:
    """Tell in plain words what the trigger called ID does."""
    check, _, rules = _checker()
    style = style_for(color, quiet=quiet)
    trigger_file = _read(file, _load_surroundings(**refers_to))
    trigger = _named(trigger_file, trigger_id)
    told = _accounts(trigger_file)[trigger.index]
    findings = [
        item
        for item in check(trigger_file, file, rules)
        if item.route[:2] == ("triggers", trigger.index)
    ]
    show(_narrative(told, file, trigger_file, findings, style), style)


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
@_surroundings
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
    trigger_file = _read(file, _load_surroundings(**refers_to))
    chosen = [_named(trigger_file, name) for name in ids] or list(trigger_file.triggers)
    outcomes = _rehearse(trigger_file, chosen, payloads, _moments(times, len(payloads)))
    style = style_for(color, quiet=quiet)
    if format_name == "json":
        show(json.dumps([_as_record(item) for item in outcomes], indent=2) + "\n", style)
    else:
        show(_rehearsed(outcomes, len(payloads), style), style)


def _checker() -> Any:
    """The functions that check and fix, and the rules; an error in plain words when the YAML library is missing."""
    try:
        from workflowkit.triggers.check import check, fix
        from workflowkit.triggers.rules import ALL
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("ruamel"):
            raise
        raise UsageError(
            "trigger files need the YAML library ruamel.yaml",
            help="install workflowkit with its extra 'triggers'",
        ) from None
    return check, fix, ALL


def _parse(text: str, surroundings: Surroundings) -> TriggerFile:
    _checker()
    from workflowkit.triggers.trigger_file import parse

    return parse(text, surroundings)


def _read(file: str, surroundings: Surroundings) -> TriggerFile:
    return _parse(json_text.decode(files.read(Path(file))), surroundings)


def _accounts(file: TriggerFile) -> tuple[Account, ...]:
    from workflowkit.triggers.account import accounts

    return accounts(file)


def _named(file: TriggerFile, name: str) -> Trigger:
    found = [trigger for trigger in file.triggers if trigger.id == name]
    if not found:
        known = [trigger.id for trigger in file.triggers if trigger.id]
        raise UsageError(f"no trigger is called '{name}'", help=did_you_mean(name, known))
    return found[0]


def _listed(values: tuple[str, ...]) -> list[str]:
    return [item.strip() for value in values for item in value.split(",") if item.strip()]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 'es' if noun.endswith('x') else 's'}"


def _load_surroundings(
    workflows: tuple[str, ...],
    workspaces: str | None,
    use_environment: bool,
    env_file: str | None,
    spec: str | None,
) -> Surroundings:
    from workflowkit.triggers.trigger import Surroundings

    folders = workflows or (loading.bundled("workflows").as_posix(),)
    found = loading.read_documents(loading.find_files(folders))
    profiles = {
        loading.workflow_id(item): as_text(as_fields(item.value).get("metricsProfile"))
        for item in found
        if loading.looks_like_workflow(item)
    }
    return Surroundings(
        workflows=frozenset(profiles) - {""},
        aliases=loading.load_spec(spec, None).aliases,
        profiles={name: profile for name, profile in profiles.items() if profile},
        environment=_environment(use_environment, env_file),
        workspaces=_workspaces(workspaces) if workspaces else None,
        home=os.path.expanduser("~"),
    )


def _environment(use_shell: bool, env_file: str | None) -> Mapping[str, str] | None:
    """The variables that secrets are looked up in; None when nobody asked for it. Those of the shell win."""
    if not use_shell and env_file is None:
        return None
    lines = json_text.decode(files.read(Path(env_file))).splitlines() if env_file else []
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    named = {name.strip(): value.strip() for name, _, value in pairs}
    return {**named, **os.environ} if use_shell else named


def _workspaces(path: str) -> Mapping[str, Any]:
    from workflowkit.triggers.trigger import Workspace

    entries = as_fields(as_fields(_json(path)).get("workspaces"))
    return {
        name: Workspace(
            as_text(as_fields(entry)["path"]), as_text(as_fields(entry).get("soulFile"))
        )
        for name, entry in entries.items()
        if as_text(as_fields(entry).get("path"))
    }


def _json(path: str) -> Json:
    if path == "-":
        content, name = click.get_binary_stream("stdin").read(), "standard input"
    else:
        content, name = files.read(Path(path)), path
    found = document.parse(content, name)
    if found.broken:
        place = found.lines.position(found.broken.offset)
        where = f"{name}:{place.line}:{place.column}"
        raise UsageError(f"{where}: {found.broken.message}", help=found.broken.help)
    return found.value


def _diff(before: str, after: str, file: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), file, file
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _told(item: Account, style: Style) -> str:
    """One trigger as a table."""
    width = max(len(fact.label) for fact in item.facts)
    rows = [f"  {fact.label.ljust(width)}  {printable(fact.short)}" for fact in item.facts]
    return "\n".join([_heading(item, style), *([] if not item.runs else rows), ""])


def _heading(item: Account, style: Style) -> str:
    name = item.trigger.id or f"trigger {item.trigger.index + 1}"
    provider = f" ({item.trigger.provider})" if item.trigger.provider else ""
    fate = item.fate if item.runs else style.paint(item.fate, SEVERITY_COLORS[Severity.ERROR])
    reason = f": {item.reason}" if item.reason else ""
    return f"{style.paint(printable(name + provider), BOLD)} {fate}{printable(reason)}"


def _with_accounts(report: str, told: tuple[Account, ...]) -> str:
    """The JSON *report* with what will happen with each trigger."""
    record = json.loads(report)
    record["triggers"] = [
        {
            "id": item.trigger.id,
            "provider": item.trigger.provider,
            "fate": item.fate,
            "reason": item.reason,
            "facts": {fact.label: fact.short for fact in item.facts},
        }
        for item in told
    ]
    return json.dumps(record, indent=2) + "\n"


def _narrative(
    item: Account, path: str, file: TriggerFile, findings: list[Diagnostic], style: Style
) -> str:
    line = file.span(item.trigger.route()).start.line
    rows = [f"{_heading(item, style)}", f"{path}:{line}", ""]
    if not item.runs:
        rows += ["What follows is what it would do if it ran.", ""]
    width = max(len(fact.label) for fact in item.facts)
    for fact in item.facts:
        rows += textwrap.wrap(
            printable(fact.sentence),
            max(style.width, 60),
            initial_indent=f"{fact.label.ljust(width)}  ",
            subsequent_indent=" " * (width + 2),
        )
    if findings:
        rows += ["", f"{_counted(len(findings), 'finding')} in this trigger:"]
        rows += [
            f"  line {found.span.start.line if found.span else 0}: "
            f"{found.severity}[{found.code} {found.name}]: {printable(found.message)}"
            for found in findings
        ]
    return "\n".join(rows) + "\n"


def _moments(times: tuple[str, ...], n_payloads: int) -> list[int]:
    """When each payload arrives, in milliseconds."""
    if not times:
        return [number * 1000 for number in range(n_payloads)]
    if len(times) != n_payloads:
        raise UsageError(
            f"{_counted(n_payloads, 'payload')} and {_counted(len(times), 'time')} are given",
            help="give --at once for each --payload, or not at all",
        )
    return [_milliseconds(text) for text in times]


_TIME = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|)")
_UNITS = {"ms": 1, "s": 1000, "": 1000, "m": 60_000, "h": 3_600_000}


def _milliseconds(text: str) -> int:
    match = _TIME.fullmatch(text)
    if not match or len(text) > 15:
        raise UsageError(f"'{text}' is no time", help="write a time such as 0, 1.5s, 500ms or 2m")
    return round(float(match[1]) * _UNITS[match[2]])


def _rehearse(
    file: TriggerFile, chosen: list[Trigger], payloads: tuple[str, ...], times: list[int]
) -> list[Outcome]:
    from workflowkit.triggers.rehearsal import Delivery, rehearse

    deliveries: list[Delivery] = []
    for path, at in zip(payloads, times, strict=True):
        value = _json(path)
        deliveries += [Delivery(at, trigger, value, path) for trigger in chosen]
    return rehearse(file, deliveries)


def _as_record(item: Outcome) -> dict[str, Json]:
    return {
        "at": item.delivery.at,
        "payload": item.delivery.name,
        "trigger": item.delivery.trigger.id,
        "starts": item.starts,
        "why": item.why,
        "workflow": item.workflow,
        "workspace": item.workspace,
        "goal": item.goal,
        "lacking": list(item.lacking),
        "context": item.context,
    }


def _rehearsed(outcomes: list[Outcome], n_payloads: int, style: Style) -> str:
    rows: list[str] = []
    for item in outcomes:
        seconds = f"{item.delivery.at / 1000:g} s"
        head = f"{seconds:>8}  {item.delivery.name} → {item.delivery.trigger.id or '(no id)'}"
        if not style.unicode:
            head = head.replace("→", "->")
        verdict = style.paint("starts" if item.starts else "nothing starts", BOLD)
        rows.append(f"{printable(head)}: {verdict}{printable(_object(item))}")
        if item.goal:
            rows.append(f"{'':10}goal: {printable(item.goal)}")
        if item.lacking:
            missing = ", ".join(f"'{path}'" for path in item.lacking)
            rows.append(f"{'':10}the static goal, as the payload has no {printable(missing)}")
    n_started = sum(item.starts for item in outcomes)
    if not style.quiet:
        rows += ["", f"{_counted(n_payloads, 'payload')}, {_counted(n_started, 'session')} started"]
    return "\n".join(rows) + "\n"


def _object(item: Outcome) -> str:
    if not item.starts:
        return f" ({item.why})"
    return f" {item.workflow or 'the pipeline'} in {item.workspace}"
