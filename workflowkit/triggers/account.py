"""What will really happen with one trigger, defaults spelled out: short for a table, in sentences for a reader.

Follows docs/engine/triggers.md and docs/engine/dispatch.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflowkit.triggers import fields
from workflowkit.triggers.faults import is_variable
from workflowkit.triggers.goals import tokens
from workflowkit.triggers.loader import LoadedTrigger, PollingSource, with_defaults
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


class Status(StrEnum):
    """What becomes of a trigger before any event."""

    RUNS = "runs"
    DROPPED = "dropped"
    """The engine leaves it out when it loads the file."""
    REMOVED = "removed"
    """The daemon takes it out because its workflow does not exist."""
    BLOCKED = "not started"
    """The daemon starts no trigger of the file because two share an id."""
    REJECTED = "rejected"
    """The engine cannot read the file."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that will be so."""

    label: str
    short: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one trigger. The facts hold for the trigger as written, also when its fate is another."""

    trigger: Trigger
    status: Status
    reason: str
    """Why it does not run; empty when it does."""
    statements: tuple[Statement, ...]

    @property
    def runs(self) -> bool:
        """True when events start the trigger."""
        return self.status is Status.RUNS


def explanation(file: TriggerFile, trigger: Trigger) -> Explanation:
    """What the engine will do with *trigger* of *file*."""
    status, reason = _status(file, trigger)
    loaded = with_defaults(trigger, file.daemon)
    # The place of a secret is told, never its value.
    secret = trigger.text("hmacSecret")
    return Explanation(trigger, status, reason, tuple(_statements(loaded, secret)))


def explanations(file: TriggerFile) -> tuple[Explanation, ...]:
    """The accounts of all triggers of *file*."""
    return tuple(explanation(file, trigger) for trigger in file.triggers)


def _status(file: TriggerFile, trigger: Trigger) -> tuple[Status, str]:
    outcome, workflows = file.load, file.daemon.workflows
    errors = file.errors(trigger)
    if outcome.refusal is not None:
        return Status.REJECTED, f"the engine stops reading the file at line {outcome.refusal.line}"
    if errors:
        return Status.DROPPED, errors[0].message
    if outcome.duplicate_id:
        return Status.BLOCKED, f"two triggers of the file have the id '{outcome.duplicate_id}'"
    name = trigger.text("workflowId")
    if workflows is not None and name not in workflows and not trigger.is_queue:
        return Status.REMOVED, f"workflow '{name}' does not exist"
    return Status.RUNS, ""


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
        return "unsigned", "No signature is asked for: whoever reaches the daemon can send it."
    where = f"the secret in {secret[1:]}" if is_variable(secret) else "the secret in the file"
    return f"signed with {where}", f"It must be signed with {where}; else it is refused."


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
            f"It looks at the issues of {place} {every} and takes at most one each time. "
            "Which issues count is said in the queue configuration of the daemon, not here.",
        )
    filters = [
        text
        for text, values in (
            ("not by", source.exclude_authors),
            ("not labelled", source.not_labels),
            ("labelled", source.label_filter),
        )
        for text in ([f"{text} {' or '.join(values)}"] if values else [])
    ]
    items = ", ".join([f"{' or '.join(source.events)} in {place}", *filters])
    return Statement(
        "starts",
        f"{every}: {items}",
        f"It looks for {items} {every}; each new item is one event. "
        "All new items are noted as done, whether a run started for them or not.",
    )


def _condition(loaded: LoadedTrigger) -> Iterator[Statement]:
    if loaded.dispatch_condition:
        path, value = loaded.dispatch_condition.payload_path, loaded.dispatch_condition.equals
        yield Statement(
            "condition",
            f"'{path}' is the text '{value}'",
            f"It runs only when '{path}' of the payload is exactly the text '{value}'. "
            "All other payloads are answered as accepted, and nothing happens.",
        )


def _goal(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        return Statement("goal", "the title of the issue", "The goal is the title of the issue.")
    template = loaded.goal_template
    is_default = template == fields.DEFAULT_TEMPLATE and loaded.goal == fields.DEFAULT_GOAL
    if not any(tokens(template)):
        goal = template or loaded.goal
        return Statement(
            "goal", f"'{goal}', always", f"The goal is '{goal}', whatever the payload says."
        )
    paths = dict.fromkeys(token.path for token in tokens(template))
    named = " or ".join(f"'{path}'" for path in paths)
    return Statement(
        "goal",
        _or_default(f"'{template}', else '{loaded.goal}'", is_default),
        f"The goal is made from '{template}'. "
        f"When the payload has no {named}, it is '{loaded.goal}' as a whole.",
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
        f"The agent is handed {given}, as JSON in its first message. "
        "Tokens and conditions of the workflow do not see it.",
    )


def _workflow(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        return Statement(
            "workflow",
            "chosen by the pipeline",
            "The pipeline of the daemon chooses the workflow; 'workflowId' plays no part.",
        )
    return Statement(
        "workflow", loaded.workflow_id, f"It runs the workflow with the id '{loaded.workflow_id}'."
    )


def _workspace(loaded: LoadedTrigger) -> Statement:
    path = loaded.workspace_path
    if not loaded.workspace_name:
        return Statement("workspace", path, f"It works on {path}, which nobody checks beforehand.")
    named = f"workspace '{loaded.workspace_name}'"
    where = f"{named} ({path})" if path else named
    return Statement("workspace", where, f"It works on the {where}.")


def _run_inputs(loaded: LoadedTrigger) -> Iterator[Statement]:
    """What a run is given beside its goal."""
    if loaded.provider == fields.QUEUE:
        return
    if loaded.soul_file:
        yield Statement("soul", loaded.soul_file, f"Its soul file is {loaded.soul_file}.")
    if loaded.reference_urls:
        urls = " ".join(loaded.reference_urls)
        yield Statement("references", urls, f"It is given the references {urls}.")
    if loaded.agent_config and loaded.agent_config.model:
        model = loaded.agent_config.model
        yield Statement("model", model, f"It uses the model {model}; the name is not checked.")


def _limits(loaded: LoadedTrigger) -> Statement:
    if loaded.provider == fields.QUEUE:
        sentence = "The pipeline has limits of its own; those of the trigger count for webhooks."
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
        return Statement("order", "one issue at a time", "The queue works on one issue at a time.")
    if loaded.polling:
        return Statement(
            "order",
            "one run of the workflow at a time",
            "Runs of this workflow wait for each other, whatever 'concurrencyMode' says.",
        )
    if loaded.concurrency_mode == "parallel":
        return Statement(
            "order",
            "in parallel",
            "Runs go on side by side, as far as the limit of the daemon allows (3 by default).",
        )
    return Statement(
        "order",
        "one after the other (default)",
        "Runs of this trigger wait for each other; none is lost by waiting.",
    )


def _repeats(loaded: LoadedTrigger) -> Statement:
    sentence = (
        "A request with the goal and the workspace of one that was accepted in the last 30 seconds "
        "is dropped without a word, whatever trigger it came from."
    )
    if loaded.polling and loaded.provider != fields.QUEUE and not any(tokens(loaded.goal_template)):
        sentence += " All items of one poll have the same goal here: only the first starts a run."
    return Statement("repeats", "same goal and workspace within 30 s are dropped", sentence)


def _no_delivery(loaded: LoadedTrigger) -> Statement:
    who = "the pipeline decides" if loaded.provider == fields.QUEUE else "nothing is committed"
    return Statement(
        "delivery",
        f"{who}; the settings count for webhooks only",
        f"Branch and delivery settings are not looked at here: {who}. They count for webhooks only.",
    )


def _branch(loaded: LoadedTrigger) -> Statement:
    if loaded.branch_strategy != "worktree":
        is_default = not loaded.branch_strategy
        short = _or_default("the checkout as it is", is_default)
        return Statement("branch", short, f"A run works in {short}: no branch is made.")
    base = _or_default(loaded.base_branch or fields.DEFAULT_BASE_BRANCH, not loaded.base_branch)
    prefix = loaded.branch_prefix or fields.DEFAULT_BRANCH_PREFIX
    branch = _or_default(f"{prefix}<session>", not loaded.branch_prefix)
    return Statement(
        "branch",
        f"a worktree, {branch} from {base}",
        f"Every run gets a worktree of its own, on the branch {branch} made from {base}.",
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
    return Statement("delivery", f"{short}, {scan}", f"At its end a run {what}, {scan}.")


def _follow_up(loaded: LoadedTrigger) -> Iterator[Statement]:
    if loaded.callback_url and not loaded.polling:
        url = loaded.callback_url
        yield Statement("callback", url, f"The outcome is sent to {url}.")
    if loaded.on_complete:
        sentence = "What 'onComplete' asks for is read but never carried out."
        yield Statement("afterwards", "nothing; 'onComplete' is not carried out", sentence)


def _or_default(text: str, is_default: bool) -> str:
    return f"{text} (default)" if is_default else text
