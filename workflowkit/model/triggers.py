"""The keys of `triggers.yml`, for the JSON Schema that editors complete them by (docs/engine/triggers.md#fields).

What is wrong with a file, `triggers` finds without this module: it reads text as the engine does, and everything is text to it.
A test keeps the two alike.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from workflowkit.model.authored import Authored
from workflowkit.model.vocabulary import Maybe

Word = Annotated[str, Field(pattern=r"[^ \t\n\r]")]
WordOrNumber = Word | int
Whole = Annotated[int, Field(ge=1)]
Secret = Annotated[str, Field(pattern=r"^\$[A-Za-z_][A-Za-z0-9_]*$")]
WebUrl = Annotated[str, Field(pattern=r"^[hH][tT][tT][pP][sS]?:")]
BranchName = Annotated[str, Field(pattern=r"^[a-zA-Z0-9._/][a-zA-Z0-9._/-]*$")]


class AgentConfig(Authored):
    """Limits and model of a run."""

    model: Maybe[Word] = None
    """The model, as the daemon names it; not checked."""
    max_session_minutes: Maybe[Whole] = None
    """Minutes after which a run is cut off; 30 when left out."""
    max_turns: Maybe[Whole] = None
    """Turns after which a run ends; 200 when left out."""
    stuck_abort_policy: Maybe[Literal["abort", "notify_only"]] = None
    """What becomes of a run that is stuck; `abort` when left out."""


class OnComplete(Authored):
    """What should follow a run; read, but never carried out."""

    run_on: Maybe[Literal["success", "failure", "always"]] = None
    """After which outcome."""
    workflow_id: Maybe[Word] = None
    """The workflow to start."""
    goal: Maybe[Word] = None
    """Its goal."""


class DispatchCondition(Authored):
    """What a payload must say for a run to start."""

    payload_path: Word
    """Keys joined by dots, such as `pull.user.login`."""
    equals: Word
    """The text that must stand there; numbers and booleans of a payload never match."""


class TriggerSource(Authored):
    """Where a polling trigger looks for work; which keys count depends on the provider."""

    repo: Maybe[Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$")]] = None
    """GitHub repository, as `owner/name`."""
    base_url: Maybe[WebUrl] = None
    """Address of the GitLab server."""
    project_id: Maybe[WordOrNumber] = None
    """GitLab project: its number or its path."""
    token: Maybe[Secret] = None
    """`$` and the name of the environment variable that holds the token."""
    events: Maybe[Word] = None
    """Events to react to, separated by spaces."""
    exclude_authors: Maybe[Word] = None
    """Accounts whose items are passed over, separated by spaces."""
    not_labels: Maybe[Word] = None
    """Labels that keep an item out, separated by spaces."""
    label_filter: Maybe[Word] = None
    """Labels that an item must have, separated by spaces."""
    poll_interval_seconds: Maybe[Whole] = None
    """Seconds between two looks; 60 when left out, 300 for a queue."""


class TriggerEntry(Authored):
    """One trigger: what starts a workflow, for what, and where."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"provider": {"const": "github_queue_poll"}}},
            "then": {"required": ["source"]},
            "else": {"required": ["workflowId"]},
        }
    )

    id: WordOrNumber
    """Unique in the file; also the last part of the address of its webhook."""
    provider: Literal[
        "generic", "gitlab_poll", "github_issues_poll", "github_prs_poll", "github_queue_poll"
    ]
    """What starts it: a webhook, or one of the pollers."""
    workflow_id: Maybe[Word] = None
    """The id inside the workflow file. Not used by a queue."""
    workspace_path: Maybe[Word] = None
    """Absolute path of the folder to work on."""
    workspace_name: Maybe[Annotated[str, Field(pattern="^[a-zA-Z0-9_-]+$")]] = None
    """A workspace of the daemon's configuration; wins over `workspacePath`."""
    soul_file: Maybe[Word] = None
    """Absolute path of a soul file, or one that starts with `~/`."""
    goal: Maybe[Word] = None
    """The static goal; also taken when a value of the template is missing."""
    goal_template: Maybe[Word] = None
    """The goal with `{{paths}}` into the payload."""
    hmac_secret: Maybe[Secret] = None
    """`$` and the name of the environment variable that holds the secret of webhooks."""
    context_mapping: Maybe[dict[str, Word]] = None
    """Name to payload path: what the agent is handed; the whole payload when left out."""
    reference_urls: Maybe[WebUrl] = None
    """Web addresses to hand to the agent, separated by spaces."""
    concurrency_mode: Maybe[Literal["serial", "parallel"]] = None
    """Whether runs wait for each other; `serial` when left out."""
    callback_url: Maybe[WebUrl] = None
    """Where the outcome is sent."""
    agent_config: Maybe[AgentConfig] = None
    """Limits and model of a run."""
    auto_commit: Maybe[bool] = None
    """Commit what a run changes; needs `branchStrategy: worktree`."""
    auto_open_pr: Annotated[Maybe[bool], Field(alias="autoOpenPR")] = None
    """Open a pull request; needs `autoCommit`."""
    secret_scan: Maybe[bool] = None
    """Look for secrets before a commit; on when left out."""
    branch_strategy: Maybe[Literal["worktree", "none"]] = None
    """Whether every run gets a worktree of its own."""
    base_branch: Maybe[BranchName] = None
    """Branch that a worktree is made from; `main` when left out."""
    branch_prefix: Maybe[BranchName] = None
    """Beginning of the names of branches; `worktrain/` when left out."""
    on_complete: Maybe[OnComplete] = None
    """What should follow a run; read, but never carried out."""
    dispatch_condition: Maybe[DispatchCondition] = None
    """What a payload must say for a run to start."""
    queue_type: Maybe[Word] = None
    """Kept with a queue, but not looked at."""
    queue_label: Maybe[Word] = None
    """Kept with a queue, but not looked at."""
    source: Maybe[TriggerSource] = None
    """Where a polling trigger looks for work."""


class Triggers(Authored):
    """A trigger file: block style only, one value on one line, comments on lines of their own."""

    triggers: list[TriggerEntry] | None
    """The triggers, each indented by two spaces."""
