"""The errors of triggers: the checks of the engine when it loads a file, in its order (docs/engine/triggers.md#loader-errors).

The engine drops a trigger at its first error and reports only that one; here all of them are found.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.runtime.javascript import string_to_number
from workflowkit.text.suggest import did_you_mean
from workflowkit.text.wording import quoted
from workflowkit.triggers import fields
from workflowkit.triggers.trigger import DaemonContext, Trigger
from workflowkit.triggers.web_url import is_web_url


class TriggerErrorKind(StrEnum):
    """The kinds of errors, with the names of the engine."""

    MISSING = "missing_field"
    VALUE = "invalid_field_value"
    PROVIDER = "unknown_provider"
    WORKSPACE = "unknown_workspace"
    SECRET = "missing_secret"


@dataclass(frozen=True, slots=True)
class TriggerError:
    """An error because of which the engine drops a trigger."""

    kind: TriggerErrorKind
    path: tuple[str, ...]
    """The path of its key."""
    message: str
    help: str = ""
    subject: str = ""
    """The unknown provider or workspace, or the missing variable."""
    known: tuple[str, ...] = ()
    """The accepted values, when they are few."""
    rule: str = "invalid-trigger-setting"
    """Name of the rule that reports it."""
    is_doubt: bool = False
    """True when nothing is known of the engine, which may accept the value."""

    @property
    def field(self) -> str:
        """The path joined with dots, as the engine writes it."""
        return ".".join(self.path)


def errors(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    """Yield every error of *trigger*, in the order in which the engine checks."""
    yield from _identity(trigger, daemon)
    yield from _place(trigger, daemon)
    yield from _secret(trigger, daemon, "hmacSecret")
    yield from _addresses(trigger)
    yield from _limits(trigger, daemon)
    yield from _delivery(trigger, daemon)
    yield from _source(trigger, daemon)
    yield from _condition(trigger)
    yield from _newer(trigger, daemon)


def whole_number(text: str) -> int | None:
    """Return the positive integer that the engine reads from *text*; None when it reads none."""
    number = string_to_number(text)
    return int(number) if number > 0 and number.is_integer() else None


def is_absolute(path: str, *, is_windows: bool | None = None) -> bool:
    """Return true when *path* is absolute; a path with a drive is not when *is_windows* is False."""
    return path.startswith("/") or (is_windows is not False and _DRIVE.match(path) is not None)


def is_variable(value: str) -> bool:
    """Return true when the secret *value* names an environment variable."""
    return value.startswith("$")


_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_WORKSPACE_NAME = re.compile(r"[a-zA-Z0-9_-]+")
_BRANCH_STRATEGY = ("branchStrategy",)
_BRANCH_NAME = re.compile(r"(?!-)[a-zA-Z0-9._/-]+")


def _missing(*path: str, help: str = "") -> TriggerError:
    key = path[-1]
    where = f" in '{path[0]}'" if len(path) > 1 else ""
    return TriggerError(
        TriggerErrorKind.MISSING, path, f"'{key}' is missing{where}", help or f"add '{key}'"
    )


def _value(trigger: Trigger, path: tuple[str, ...], wanted: str, help: str = "") -> TriggerError:
    message = f"'{path[-1]}' is {quoted(trigger.text(*path))}; expected {wanted}"
    return TriggerError(TriggerErrorKind.VALUE, path, message, help)


def _choice(
    trigger: Trigger, daemon: DaemonContext, path: tuple[str, ...], known: tuple[str, ...]
) -> Iterator[TriggerError]:
    if not trigger.has(*path) or trigger.text(*path) in known:
        return
    is_open = daemon.engine.is_open and bool(trigger.text(*path))
    wanted = " or ".join(f"'{value}'" for value in known)
    message = f"'{path[-1]}' is {quoted(trigger.text(*path))}; expected {wanted}"
    yield TriggerError(
        TriggerErrorKind.VALUE, path, message, f"write {wanted}", known=known, is_doubt=is_open
    )


def _identity(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    if not trigger.id:
        yield _missing("id", help="add a unique 'id'")
    if not trigger.provider:
        known = ", ".join(sorted(fields.PROVIDERS))
        yield _missing("provider", help=f"add 'provider', one of: {known}")
    if not trigger.text("workflowId") and not trigger.is_queue:
        yield _missing("workflowId", help="add 'workflowId' with the id of a workflow file")
    if trigger.provider and trigger.provider not in fields.PROVIDERS:
        yield TriggerError(
            TriggerErrorKind.PROVIDER,
            ("provider",),
            f"unknown provider {quoted(trigger.provider)}",
            did_you_mean(trigger.provider, fields.PROVIDERS),
            subject=trigger.provider,
            known=fields.PROVIDERS,
            is_doubt=daemon.engine.is_open,
        )


def _place(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    name = trigger.text("workspaceName")
    soul_file = trigger.text("soulFile")
    is_windows = daemon.is_windows
    if not name:
        if not trigger.text("workspacePath"):
            yield _missing("workspacePath", help="add 'workspacePath' or 'workspaceName'")
    elif not _WORKSPACE_NAME.fullmatch(name):
        wanted = "letters, digits, '_' and '-'"
        yield _value(trigger, ("workspaceName",), wanted, "rename the workspace")
    elif daemon.workspaces is not None:
        workspace = daemon.workspaces.get(name)
        if workspace is None:
            yield TriggerError(
                TriggerErrorKind.WORKSPACE,
                ("workspaceName",),
                f"workspace '{name}' is not configured",
                did_you_mean(name, daemon.workspaces) or "configure it, or use 'workspacePath'",
                subject=name,
                known=tuple(sorted(daemon.workspaces)),
                rule="unknown-workspace",
            )
        elif not is_absolute(workspace.path, is_windows=is_windows):
            yield TriggerError(
                TriggerErrorKind.VALUE,
                ("workspaces", name, "path"),
                f"the path of workspace '{name}' is {quoted(workspace.path)}; expected an absolute path",
                "write an absolute path in the daemon configuration",
                rule="unknown-workspace",
            )
        if workspace and not trigger.has("soulFile"):
            soul_file = workspace.soul_file
    if soul_file and not is_absolute(expand_home(soul_file, "/"), is_windows=is_windows):
        message = f"'soulFile' is {quoted(soul_file)}; expected an absolute path or '~/'"
        yield TriggerError(TriggerErrorKind.VALUE, ("soulFile",), message, "write an absolute path")


def expand_home(path: str, home: str) -> str:
    """Return *path* with a leading `~/` replaced by the folder *home* and then normalized."""
    if not path.startswith("~/"):
        return path
    joined = posixpath.normpath(home + path[1:])
    return f"{joined}/" if path.endswith("/") and joined != "/" else joined


def _secret(trigger: Trigger, daemon: DaemonContext, *path: str) -> Iterator[TriggerError]:
    value = trigger.text(*path)
    if daemon.environment is None or not is_variable(value):
        return
    if not daemon.environment.get(value[1:]):
        yield TriggerError(
            TriggerErrorKind.SECRET,
            path,
            f"environment variable {quoted(value[1:])} is not set",
            "set it for the daemon, or name another variable",
            subject=value[1:],
            rule="missing-secret",
        )


def _addresses(trigger: Trigger) -> Iterator[TriggerError]:
    for word in trigger.words("referenceUrls"):
        if not is_web_url(word):
            message = f"'referenceUrls' contains {quoted(word)}; expected http or https URLs"
            help = "write complete URLs, separated by spaces"
            yield TriggerError(TriggerErrorKind.VALUE, ("referenceUrls",), message, help)
    if trigger.text("callbackUrl") and not is_web_url(trigger.text("callbackUrl")):
        yield _value(trigger, ("callbackUrl",), "an http or https URL", "write the complete URL")


def _limits(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    newer = daemon.engine.known
    yield from _checked(trigger, daemon, [path for path in newer if path[0] == "agentConfig"])
    for key in ("maxSessionMinutes", "maxTurns"):
        yield from _whole_number(trigger, ("agentConfig", key))
    yield from _choice(trigger, daemon, ("agentConfig", "stuckAbortPolicy"), fields.STUCK_POLICIES)


def _checked(
    trigger: Trigger, daemon: DaemonContext, paths: Iterable[tuple[str, ...]]
) -> Iterator[TriggerError]:
    """Yield the errors of values at *paths*, which this engine checks and others do not."""
    for path in paths:
        values = daemon.engine.known[path]
        if not trigger.text(*path) or values.accepts(trigger.text(*path)):
            continue
        if values.choices:
            yield from _choice(trigger, daemon, path, values.choices)
        else:
            wanted = values.described or "another value"
            yield _value(trigger, path, wanted, f"write {wanted}")


def _whole_number(trigger: Trigger, path: tuple[str, ...]) -> Iterator[TriggerError]:
    if trigger.has(*path) and whole_number(trigger.text(*path)) is None:
        yield _value(trigger, path, "an integer above 0", "write an integer, such as 60")


def _delivery(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    yield from _choice(trigger, daemon, ("concurrencyMode",), fields.CONCURRENCY_MODES)
    if trigger.is_on("autoOpenPR") and not trigger.is_on("autoCommit"):
        message = "'autoOpenPR' is enabled without 'autoCommit'"
        help = "add 'autoCommit: true'"
        yield TriggerError(
            TriggerErrorKind.VALUE,
            ("autoOpenPR",),
            message,
            help,
            rule="missing-pull-request-commit",
        )
    yield from _branch_strategy(trigger, daemon)
    if trigger.is_on("autoCommit") and not trigger.has_worktree:
        message = "'autoCommit' is enabled without 'branchStrategy: worktree'"
        help = "add 'branchStrategy: worktree'"
        rule = "missing-autocommit-worktree"
        yield TriggerError(TriggerErrorKind.VALUE, ("branchStrategy",), message, help, rule=rule)
    for key in ("baseBranch", "branchPrefix"):
        if trigger.text(key) and not _BRANCH_NAME.fullmatch(trigger.text(key)):
            wanted = "letters, digits, '.', '_', '/' and '-', not starting with '-'"
            yield _value(trigger, (key,), wanted, "use only these characters")


def _branch_strategy(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    path, written = _BRANCH_STRATEGY, trigger.text("branchStrategy")
    known = daemon.engine.choices(path, fields.BRANCH_STRATEGIES)
    since = daemon.engine.since_value(path, written)
    if since and written not in known:
        message = f"'branchStrategy: {written}' needs engine {since}"
        wanted = " or ".join(f"'{value}'" for value in known)
        help = f"write {wanted}, or select a later engine with '--engine'"
        yield TriggerError(TriggerErrorKind.VALUE, path, message, help)
    else:
        yield from _choice(trigger, daemon, path, known)


def _newer(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    """Yield the errors of the values that only some engines check, outside of `agentConfig`."""
    paths = (path for path in daemon.engine.known if path[0] != "agentConfig")
    yield from _checked(trigger, daemon, (path for path in paths if path != _BRANCH_STRATEGY))


def _source(trigger: Trigger, daemon: DaemonContext) -> Iterator[TriggerError]:
    provider = trigger.provider
    if provider not in fields.SOURCE_KEYS:
        return
    if not trigger.has("source"):
        keys = "', '".join(_REQUIRED[provider])
        yield _missing("source", help=f"add the block 'source' with '{keys}'")
        return
    before, after = _REQUIRED[provider], _REQUIRED_LATE.get(provider, ())
    for key in before:
        if not trigger.text("source", key):
            yield _missing("source", key)
        elif key == "token":
            yield from _secret(trigger, daemon, "source", "token")
    if trigger.text("source", "pollIntervalSeconds"):
        yield from _whole_number(trigger, ("source", "pollIntervalSeconds"))
    for key in after:
        if not trigger.text("source", key):
            yield _missing("source", key)


_REQUIRED = {
    fields.GITLAB: ("token", "events"),
    fields.GITHUB_ISSUES: ("token", "events"),
    fields.GITHUB_PRS: ("token", "events"),
    fields.QUEUE: ("repo", "token"),
}
"""Keys that are checked before the poll interval, in order."""
_REQUIRED_LATE = {
    fields.GITLAB: ("baseUrl", "projectId"),
    fields.GITHUB_ISSUES: ("repo",),
    fields.GITHUB_PRS: ("repo",),
}
"""Keys that are checked after it."""


def _condition(trigger: Trigger) -> Iterator[TriggerError]:
    if not trigger.has("dispatchCondition"):
        return
    for key in fields.BLOCK_KEYS["dispatchCondition"]:
        if not trigger.text("dispatchCondition", key):
            yield _missing("dispatchCondition", key)
