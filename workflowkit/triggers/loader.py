"""The loader: triggers with their defaults, and those that the engine drops.

Follows docs/engine/triggers.md; accesses no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.records import dataclass
from workflowkit.triggers import fields
from workflowkit.triggers.line_reader import LineError
from workflowkit.triggers.trigger import DaemonContext, Trigger
from workflowkit.triggers.validation import (
    TriggerError,
    errors,
    expand_home,
    is_variable,
    whole_number,
)


@dataclass(frozen=True, slots=True)
class PollingSource:
    """The source that a polling or queue trigger polls."""

    provider: str
    token: str
    interval_seconds: int
    repo: str = ""
    base_url: str = ""
    project_id: str = ""
    events: tuple[str, ...] = ()
    exclude_authors: tuple[str, ...] = ()
    not_labels: tuple[str, ...] = ()
    label_filter: tuple[str, ...] = ()
    queue_type: str = ""
    queue_label: str = ""


@dataclass(frozen=True, slots=True)
class AgentConfig:
    """Limits and model of a run; None and empty stand for the default at run time."""

    model: str = ""
    max_session_minutes: int | None = None
    max_turns: int | None = None
    stuck_abort_policy: str = ""


@dataclass(frozen=True, slots=True)
class CompletionHook:
    """The action after a run, which the engine does not execute."""

    run_on: str
    workflow_id: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class DispatchCondition:
    """The condition that a payload must meet for a run to start."""

    payload_path: str
    equals: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedTrigger:
    """A loaded trigger. Empty texts and None stand for absent values."""

    id: str
    provider: str
    workflow_id: str
    workspace_path: str
    goal: str
    concurrency_mode: str
    workspace_name: str = ""
    goal_template: str = ""
    hmac_secret: str = ""
    """Resolved when the environment is known, else as written."""
    context_mapping: Mapping[str, str] | None = None
    reference_urls: tuple[str, ...] = ()
    callback_url: str = ""
    agent_config: AgentConfig | None = None
    auto_commit: bool = False
    auto_open_pr: bool = False
    secret_scan: bool | None = None
    branch_strategy: str = ""
    base_branch: str = ""
    branch_prefix: str = ""
    soul_file: str = ""
    on_complete: CompletionHook | None = None
    dispatch_condition: DispatchCondition | None = None
    polling: PollingSource | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A trigger that the engine drops, with the error that it reports."""

    trigger: Trigger
    error: TriggerError

    @property
    def trigger_id(self) -> str:
        """The id as the engine reports it."""
        return self.trigger.id or "(unknown)"


@dataclass(frozen=True, slots=True)
class Load:
    """The outcome of loading one file."""

    error: LineError | None
    """The reason why the whole file is rejected; the rest is then what would load without it."""
    triggers: tuple[LoadedTrigger, ...]
    dropped: tuple[Dropped, ...]
    advisories: tuple[str, ...]
    """The kinds of the warnings in the log of the engine, in order."""
    duplicate_id: str
    """The first id that two loaded triggers share, at which the daemon refuses to start; empty when there is none."""


def load(
    triggers: tuple[Trigger, ...], line_error: LineError | None, daemon: DaemonContext
) -> Load:
    """Load *triggers* as the engine does."""
    loaded: list[LoadedTrigger] = []
    dropped: list[Dropped] = []
    advisories: list[str] = []
    for trigger in triggers:
        error = next((error for error in errors(trigger, daemon) if not error.is_doubt), None)
        if error is None:
            loaded.append(with_defaults(trigger, daemon))
            advisories.extend(_advisories(trigger))
        else:
            dropped.append(Dropped(trigger, error))
    return Load(line_error, tuple(loaded), tuple(dropped), tuple(advisories), _duplicate_id(loaded))


def with_defaults(trigger: Trigger, daemon: DaemonContext) -> LoadedTrigger:
    """Return *trigger* with its defaults, as the engine loads it when it has no errors."""
    text = trigger.text
    name = text("workspaceName")
    workspace = (daemon.workspaces or {}).get(name)
    # A quoted blank also hides the soul file of the workspace.
    is_inherited = not trigger.has("soulFile")
    soul_file = workspace.soul_file if workspace and is_inherited else text("soulFile")
    is_named = bool(name)
    return LoadedTrigger(
        id=trigger.id,
        provider=trigger.provider,
        workflow_id=text("workflowId"),
        workspace_path=(workspace.path if workspace else "") if is_named else text("workspacePath"),
        workspace_name=name,
        goal=trigger.goal,
        goal_template=trigger.goal_template,
        concurrency_mode=text("concurrencyMode") or fields.DEFAULT_MODE,
        hmac_secret=_resolve(text("hmacSecret"), daemon),
        context_mapping=trigger.context_mapping if trigger.has("contextMapping") else None,
        reference_urls=trigger.words("referenceUrls"),
        callback_url=text("callbackUrl"),
        agent_config=_agent_config(trigger),
        auto_commit=trigger.is_on("autoCommit"),
        auto_open_pr=trigger.is_on("autoOpenPR"),
        secret_scan=trigger.is_on("secretScan") if text("secretScan") else None,
        branch_strategy=text("branchStrategy"),
        base_branch=text("baseBranch"),
        branch_prefix=text("branchPrefix"),
        soul_file=expand_home(soul_file, daemon.home),
        on_complete=_hook(trigger),
        dispatch_condition=_condition(trigger),
        polling=_polling(trigger, daemon),
    )


def _duplicate_id(loaded: list[LoadedTrigger]) -> str:
    """Return the first id that an earlier trigger of *loaded* has; empty when all differ."""
    seen: set[str] = set()
    for trigger in loaded:
        if trigger.id in seen:
            return trigger.id
        seen.add(trigger.id)
    return ""


def _resolve(value: str, daemon: DaemonContext) -> str:
    if daemon.environment is None or not is_variable(value):
        return value
    return daemon.environment.get(value[1:], "")


def _agent_config(trigger: Trigger) -> AgentConfig | None:
    text = trigger.text
    config = AgentConfig(
        text("agentConfig", "model"),
        whole_number(text("agentConfig", "maxSessionMinutes")),
        whole_number(text("agentConfig", "maxTurns")),
        text("agentConfig", "stuckAbortPolicy"),
    )
    return None if config == AgentConfig() else config


def _hook(trigger: Trigger) -> CompletionHook | None:
    run_on = trigger.text("onComplete", "runOn")
    if run_on not in fields.RUN_ON:
        return None
    text = trigger.text
    return CompletionHook(run_on, text("onComplete", "workflowId"), text("onComplete", "goal"))


def _condition(trigger: Trigger) -> DispatchCondition | None:
    if not trigger.has("dispatchCondition"):
        return None
    text = trigger.text
    return DispatchCondition(
        text("dispatchCondition", "payloadPath"), text("dispatchCondition", "equals")
    )


def _polling(trigger: Trigger, daemon: DaemonContext) -> PollingSource | None:
    """Return the source of *trigger* with the keys of its provider; other keys are dropped."""
    kept = fields.SOURCE_KEYS.get(trigger.provider)
    if kept is None:
        return None

    def text(key: str) -> str:
        return trigger.text("source", key) if key in kept else ""

    def words(key: str) -> tuple[str, ...]:
        return trigger.words("source", key) if key in kept else ()

    seconds = fields.DEFAULT_QUEUE_SECONDS if trigger.is_queue else fields.DEFAULT_POLL_SECONDS
    return PollingSource(
        provider=trigger.provider,
        token=_resolve(text("token"), daemon),
        interval_seconds=whole_number(text("pollIntervalSeconds")) or seconds,
        repo=text("repo"),
        base_url=text("baseUrl"),
        project_id=text("projectId"),
        events=words("events"),
        exclude_authors=words("excludeAuthors"),
        not_labels=words("notLabels"),
        label_filter=words("labelFilter"),
        queue_type=trigger.text("queueType") if trigger.is_queue else "",
        queue_label=trigger.text("queueLabel") if trigger.is_queue else "",
    )


def _advisories(trigger: Trigger) -> Iterator[str]:
    if trigger.is_queue and trigger.text("workflowId"):
        yield "queue-ignores-workflow-id"
    if trigger.text("workspaceName") and trigger.text("workspacePath"):
        yield "workspace-name-wins"
    if trigger.text("onComplete", "runOn") not in ("", "success"):
        yield "hook-not-implemented"
    if trigger.provider == fields.GENERIC and trigger.has("source"):
        yield "source-ignored"
    for event in trigger.words("source", "events") if trigger.is_polling else ():
        if event in fields.UNOBSERVABLE_EVENTS.get(trigger.provider, ()):
            yield "unreachable-event"
        elif event not in fields.EVENTS[trigger.provider]:
            yield "unknown-event"
    is_github = trigger.is_polling and trigger.provider != fields.GITLAB
    if is_github and not trigger.words("source", "excludeAuthors"):
        yield "exclude-authors-missing"
