"""The explanation of a trigger: its status, and what it does with all defaults, in short for a table and in sentences.

Follows docs/engine/triggers.md and docs/engine/dispatch.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.triggers import fields
from workflowkit.triggers.loader import LoadedTrigger, PollingSource, with_defaults
from workflowkit.triggers.payload import tokens
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.validation import is_variable


class Status(StrEnum):
    """The state of a trigger after the daemon has started."""

    RUNS = "runs"
    DROPPED = "dropped"
    """The engine skips it when it loads the file."""
    REMOVED = "removed"
    """The daemon removes it because its workflow does not exist or is not served."""
    BLOCKED = "not started"
    """The daemon starts no trigger of the file because two share an id."""
    REJECTED = "rejected"
    """The engine cannot read the file."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One aspect of the behavior of a trigger."""

    label: str
    short: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Status and behavior of one trigger. The statements describe the trigger as written, whatever its status is."""

    trigger: Trigger
    status: Status
    reason: str
    """Why it does not run; empty when it does."""
    assumptions: tuple[str, ...]
    """What must be true outside the file, and was not checked, for the trigger to run."""
    statements: tuple[Statement, ...]

    @property
    def runs(self) -> bool:
        """True when events start the trigger, if the assumptions hold."""
        return self.status is Status.RUNS


def explanation(file: TriggerFile, trigger: Trigger) -> Explanation:
    """Explain *trigger* of *file*."""
    status, reason = _status(file, trigger)
    loaded = with_defaults(trigger, file.daemon)
    # Statements name the place of a secret, never its value.
    secret = trigger.text("hmacSecret")
    assumptions = tuple(dict.fromkeys(_assumptions(file, trigger))) if status is Status.RUNS else ()
    statements = (*_statements(loaded, secret), *_newer_settings(file, trigger))
    return Explanation(trigger, status, reason, assumptions, statements)


def explanations(file: TriggerFile) -> tuple[Explanation, ...]:
    """Explain all triggers of *file*."""
    return tuple(explanation(file, trigger) for trigger in file.triggers)


def _status(file: TriggerFile, trigger: Trigger) -> tuple[Status, str]:
    outcome, workflows = file.load, file.daemon.workflows
    errors = [error for error in file.errors(trigger) if not error.is_doubt]
    if outcome.error is not None:
        return Status.REJECTED, f"the engine stops reading the file at line {outcome.error.line}"
    if errors:
        return Status.DROPPED, errors[0].message
    if outcome.duplicate_id:
        return Status.BLOCKED, f"two triggers of the file have the id '{outcome.duplicate_id}'"
    name = trigger.text("workflowId")
    if workflows is not None and name in file.daemon.unserved and not trigger.is_queue:
        return Status.REMOVED, f"workflow '{name}' is not served"
    if workflows is not None and name not in workflows and not trigger.is_queue:
        return Status.REMOVED, f"workflow '{name}' does not exist"
    return Status.RUNS, ""


def _assumptions(file: TriggerFile, trigger: Trigger) -> Iterator[str]:
    daemon = file.daemon
    name = trigger.text("workspaceName")
    if name and daemon.workspaces is None:
        yield f"workspace '{name}' is configured (see --workspaces)"
    paths = [("hmacSecret",), *([("source", "token")] if trigger.is_poller else [])]
    for path in paths if daemon.environment is None else ():
        value = trigger.text(*path)
        if is_variable(value):
            yield f"variable '{value[1:]}' is set (see --environment)"


def _statements(loaded: LoadedTrigger, secret: str) -> Iterator[Statement]:
    polling = loaded.polling
    if polling is None:
        yield _webhook(loaded, secret)
        yield from _condition(loaded)
    else:
        yield _poll(polling)
        yield _webhook_fallback(loaded, secret)
    yield _goal(loaded)
    if polling is None:
        yield _context(loaded)
    yield _workflow(loaded)
    yield _workspace(loaded)
    yield from _run_inputs(loaded)
    yield _limits(loaded)
    yield _order(loaded)
    yield _repeats(loaded)
    if polling is None:
        yield _branch(loaded)
        yield _delivery(loaded)
    else:
        yield _no_delivery(loaded)
    yield from _follow_up(loaded)


def _webhook(loaded: LoadedTrigger, secret: str) -> Statement:
    short, sentence = _signature(secret)
    address = f"/webhook/{loaded.id}"
    return Statement(
        "starts", f"POST {address}, {short}", f"A webhook sent to {address} starts it. {sentence}"
    )


def _signature(secret: str) -> tuple[str, str]:
    if not secret:
        return (
            "unsigned",
            "No signature is required: every process that can reach the daemon can start it.",
        )
    where = f"the secret in {secret[1:]}" if is_variable(secret) else "the secret in the file"
    return (
        f"signed with {where}",
        f"It must be signed with {where}; otherwise the daemon answers 401.",
    )


def _webhook_fallback(loaded: LoadedTrigger, secret: str) -> Statement:
    short, sentence = _signature(secret)
    address = f"/webhook/{loaded.id}"
    return Statement(
        "also", f"POST {address}, {short}", f"A webhook sent to {address} starts it too. {sentence}"
    )


def _poll(source: PollingSource) -> Statement:
    is_queue = source.provider == fields.QUEUE
    default = fields.DEFAULT_QUEUE_SECONDS if is_queue else fields.DEFAULT_POLL_SECONDS
    every = _or_default(f"every {source.interval_seconds} s", source.interval_seconds == default)
    place = source.repo or f"project {source.project_id} on {source.base_url}"
    if is_queue:
        return Statement(
            "starts",
            f"{every}: at most one issue of {place}",
            f"It polls the issues of {place} {every} and starts at most one each time. "
            "The queue configuration of the daemon selects the issues.",
        )
    filters = [
        text
        for text, values in (
            ("not by", source.exclude_authors),
            ("not labeled", source.not_labels),
            ("labeled", source.label_filter),
        )
        for text in ([f"{text} {' or '.join(values)}"] if values else [])
    ]
    items = ", ".join([f"{' or '.join(source.events)} in {place}", *filters])
    return Statement(
        "starts",
        f"{every}: {items}",
        f"It polls {items} {every}; each new item is one event. "
        "All new items are marked as processed, even those that start no run.",
    )


def _condition(loaded: LoadedTrigger) -> Iterator[Statement]:
    if loaded.dispatch_condition:
        path, value = loaded.dispatch_condition.payload_path, loaded.dispatch_condition.equals
        yield Statement(
            "condition",
            f"'{path}' is the text '{value}'",
            f"It runs only when '{path}' in the payload is exactly the text '{value}'. "
            "Other payloads are answered with 202 and start no run.",
        )


def _goal(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        return Statement("goal", "the title of the issue", "The goal is the title of the issue.")
    template = loaded.goal_template
    is_default = template == fields.DEFAULT_TEMPLATE and loaded.goal == fields.DEFAULT_GOAL
    if not any(tokens(template)):
        goal = template or loaded.goal
        return Statement("goal", f"'{goal}', always", f"The goal is '{goal}' for every payload.")
    paths = dict.fromkeys(token.path for token in tokens(template))
    named = " or ".join(f"'{path}'" for path in paths)
    return Statement(
        "goal",
        _or_default(f"'{template}', else '{loaded.goal}'", is_default),
        f"The goal is rendered from '{template}'. "
        f"When the payload has no {named}, the goal is '{loaded.goal}'.",
    )


def _context(loaded: LoadedTrigger) -> Statement:
    mapping = loaded.context_mapping
    if not mapping:
        given, short = "the whole payload", "the whole payload (default)"
    else:
        given = ", ".join(f"{name} from '{path}'" for name, path in mapping.items())
        short = given
    return Statement(
        "context",
        short,
        f"The first message to the agent contains {given} as JSON. "
        "Tokens and conditions of the workflow cannot read it.",
    )


def _workflow(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        return Statement(
            "workflow",
            "selected by the pipeline",
            "The pipeline of the daemon selects the workflow; 'workflowId' is ignored.",
        )
    return Statement("workflow", loaded.workflow_id, f"It runs workflow '{loaded.workflow_id}'.")


def _workspace(loaded: LoadedTrigger) -> Statement:
    path = loaded.workspace_path
    if not loaded.workspace_name:
        return Statement(
            "workspace", path, f"It runs in {path}; the engine does not check that it exists."
        )
    named = f"workspace '{loaded.workspace_name}'"
    where = f"{named} ({path})" if path else named
    return Statement("workspace", where, f"It runs in {where}.")


def _run_inputs(loaded: LoadedTrigger) -> Iterator[Statement]:
    """Yield the inputs of a run besides its goal."""
    if loaded.provider == fields.QUEUE:
        return
    if loaded.soul_file:
        yield Statement("soul", loaded.soul_file, f"Its soul file is {loaded.soul_file}.")
    if loaded.reference_urls:
        urls = " ".join(loaded.reference_urls)
        yield Statement("references", urls, f"Its references are {urls}.")
    if loaded.agent_config and loaded.agent_config.model:
        model = loaded.agent_config.model
        yield Statement(
            "model", model, f"Its model is {model}; the engine does not check that it exists."
        )


def _limits(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        sentence = "The pipeline has its own limits; those of the trigger apply to webhooks."
        return Statement("limits", "those of the pipeline", sentence)
    config = loaded.agent_config
    minutes = config.max_session_minutes if config else None
    turns = config.max_turns if config else None
    policy = config.stuck_abort_policy if config else ""
    time = _or_default(f"{minutes or fields.DEFAULT_MINUTES} minutes", minutes is None)
    count = _or_default(f"{turns or fields.DEFAULT_TURNS} turns", turns is None)
    is_abort = (policy or fields.DEFAULT_POLICY) == "abort"
    stuck = "aborted when stuck" if is_abort else "only reported when stuck"
    return Statement(
        "limits",
        f"{time}, {count}, {_or_default(stuck, not policy)}",
        f"A run ends after {time} or {count}, whichever comes first; "
        f"it is {_or_default(stuck, not policy)}.",
    )


def _order(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        return Statement("order", "one issue at a time", "The queue processes one issue at a time.")
    if loaded.polling:
        return Statement(
            "order",
            "one run of the workflow at a time",
            "Runs of this workflow are serial; 'concurrencyMode' is ignored.",
        )
    if loaded.concurrency_mode == "parallel":
        return Statement(
            "order",
            "in parallel",
            "Runs are parallel, up to the limit of the daemon (3 by default).",
        )
    return Statement(
        "order",
        "serial (default)",
        "Runs of this trigger are serial; later ones are queued.",
    )


def _repeats(loaded: LoadedTrigger) -> Statement:
    sentence = (
        "A request with the same goal and workspace as one accepted in the last 30 seconds "
        "is dropped silently, even when another trigger caused it."
    )
    if loaded.polling and loaded.provider != fields.QUEUE and not any(tokens(loaded.goal_template)):
        sentence += " All items of one poll have the same goal: only the first starts a run."
    return Statement("repeats", "same goal and workspace within 30 s are dropped", sentence)


def _no_delivery(loaded: LoadedTrigger) -> Statement:
    what = "selected by the pipeline" if loaded.provider == fields.QUEUE else "nothing is committed"
    return Statement(
        "delivery",
        f"{what}; the settings apply to webhooks only",
        f"Delivery: {what}. Branch and delivery settings apply to webhooks only.",
    )


def _branch(loaded: LoadedTrigger) -> Statement:
    if loaded.branch_strategy != "worktree":
        is_default = not loaded.branch_strategy
        short = _or_default("the current checkout", is_default)
        if loaded.branch_strategy == fields.READ_ONLY:
            short = "a read-only checkout"
        return Statement("branch", short, f"A run uses {short}; no branch is created.")
    base = _or_default(loaded.base_branch or fields.DEFAULT_BASE_BRANCH, not loaded.base_branch)
    prefix = loaded.branch_prefix or fields.DEFAULT_BRANCH_PREFIX
    branch = _or_default(f"{prefix}<session>", not loaded.branch_prefix)
    return Statement(
        "branch",
        f"a worktree, {branch} from {base}",
        f"Every run has its own worktree, on the branch {branch} created from {base}.",
    )


def _delivery(loaded: LoadedTrigger) -> Statement:
    if not loaded.auto_commit:
        short = "nothing is committed (default)"
        return Statement("delivery", short, "Nothing is committed and no pull request is opened.")
    scan_is_off = loaded.secret_scan is False
    scan = "without a secret scan" if scan_is_off else "after a secret scan"
    scan = _or_default(scan, loaded.secret_scan is None)
    if loaded.auto_open_pr:
        short, what = "a commit and a pull request", "commits and opens a pull request"
    else:
        short, what = "a commit, no pull request (default)", "commits; no pull request is opened"
    return Statement("delivery", f"{short}, {scan}", f"At the end, a run {what}, {scan}.")


def _follow_up(loaded: LoadedTrigger) -> Iterator[Statement]:
    if loaded.callback_url and not loaded.polling:
        url = loaded.callback_url
        yield Statement("callback", url, f"The result is sent to {url}.")
    if loaded.on_complete:
        sentence = "'onComplete' is parsed but never executed."
        yield Statement("follow-up", "nothing; 'onComplete' is not executed", sentence)


def _newer_settings(file: TriggerFile, trigger: Trigger) -> Iterator[Statement]:
    """Yield the settings that other engines do not read; what the engine does with them is not modelled."""
    engine = file.daemon.engine
    found = [path for path in engine.known if trigger.has(*path) and not engine.is_common(path)]
    parts = [
        (".".join(path), ", ".join(inner.key for inner in trigger.entries[path].block))
        if engine.known[path].is_block
        else (".".join(path), trigger.text(*path))
        for path in found
    ]
    if parts:
        listed = " and ".join(f"'{name}' is '{value}'" for name, value in parts)
        yield Statement(
            "settings",
            ", ".join(f"{name}: {value}" for name, value in parts),
            f"Engine {engine.version} reads more settings: {listed}.",
        )


def _or_default(text: str, is_default: bool) -> str:
    return f"{text} (default)" if is_default else text
