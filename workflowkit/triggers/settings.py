"""What may be written in `triggers.yml` (docs/engine/triggers.md#fields): its keys and what they hold.

The JSON Schema for editors is derived from here, and so are the keys that `fields` knows.
What is wrong with a file, the checks find on their own: the engine reads text, and everything is text to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from workflowkit.model.vocabulary import Number, Text

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

Provider = Literal[
    "generic", "gitlab_poll", "github_issues_poll", "github_prs_poll", "github_queue_poll"
]
ConcurrencyMode = Literal["serial", "parallel"]
BranchStrategy = Literal["worktree", "none"]
StuckPolicy = Literal["abort", "notify_only"]
RunOn = Literal["success", "failure", "always"]

Word = Annotated[str, Text(pattern=r"[^ \t\n\r]")]
WordOrNumber = Word | int
Whole = Annotated[int, Number(1, integral=True)]
Secret = Annotated[str, Text(pattern=r"^\$[A-Za-z_][A-Za-z0-9_]*$")]
WebUrl = Annotated[str, Text(pattern=r"^[hH][tT][tT][pP][sS]?:")]
BranchName = Annotated[str, Text(pattern=r"^[a-zA-Z0-9._/][a-zA-Z0-9._/-]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSettings:
    """Limits and model of a run."""

    model: Word | None = None
    """The model, as the daemon names it; not checked."""
    max_session_minutes: Whole | None = None
    """Minutes after which a run is cut off; 30 when left out."""
    max_turns: Whole | None = None
    """Turns after which a run ends; 200 when left out."""
    stuck_abort_policy: StuckPolicy | None = None
    """What becomes of a run that is stuck; `abort` when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSettings:
    """What should follow a run; read, but never carried out."""

    run_on: RunOn | None = None
    """After which outcome."""
    workflow_id: Word | None = None
    """The workflow to start."""
    goal: Word | None = None
    """Its goal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSettings:
    """What a payload must say for a run to start."""

    payload_path: Word
    """Keys joined by dots, such as `pull.user.login`."""
    equals: Word
    """The text that must stand there; numbers and booleans of a payload never match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Where a polling trigger looks for work; which keys count depends on the provider."""

    repo: Annotated[str, Text(pattern=r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$")] | None = None
    """GitHub repository, as `owner/name`."""
    base_url: WebUrl | None = None
    """Address of the GitLab server."""
    project_id: WordOrNumber | None = None
    """GitLab project: its number or its path."""
    token: Secret | None = None
    """`$` and the name of the environment variable that holds the token."""
    events: Word | None = None
    """Events to react to, separated by spaces."""
    exclude_authors: Word | None = None
    """Accounts whose items are passed over, separated by spaces."""
    not_labels: Word | None = None
    """Labels that keep an item out, separated by spaces."""
    label_filter: Word | None = None
    """Labels that an item must have, separated by spaces."""
    poll_interval_seconds: Whole | None = None
    """Seconds between two looks; 60 when left out, 300 for a queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerSettings:
    """One trigger: what starts a workflow, for what, and where."""

    id: WordOrNumber
    """Unique in the file; also the last part of the address of its webhook."""
    provider: Provider
    """What starts it: a webhook, or one of the pollers."""
    workflow_id: Word | None = None
    """The id inside the workflow file. Not used by a queue."""
    workspace_path: Word | None = None
    """Absolute path of the folder to work on."""
    workspace_name: Annotated[str, Text(pattern="^[a-zA-Z0-9_-]+$")] | None = None
    """A workspace of the daemon's configuration; wins over `workspacePath`."""
    soul_file: Word | None = None
    """Absolute path of a soul file, or one that starts with `~/`."""
    goal: Word | None = None
    """The static goal; also taken when a value of the template is missing."""
    goal_template: Word | None = None
    """The goal with `{{paths}}` into the payload."""
    hmac_secret: Secret | None = None
    """`$` and the name of the environment variable that holds the secret of webhooks."""
    context_mapping: dict[str, Word] | None = None
    """Name to payload path: what the agent is handed; the whole payload when left out."""
    reference_urls: WebUrl | None = None
    """Web addresses to hand to the agent, separated by spaces."""
    concurrency_mode: ConcurrencyMode | None = None
    """Whether runs wait for each other; `serial` when left out."""
    callback_url: WebUrl | None = None
    """Where the outcome is sent."""
    agent_config: AgentSettings | None = None
    """Limits and model of a run."""
    auto_commit: bool | None = None
    """Commit what a run changes; needs `branchStrategy: worktree`."""
    auto_open_PR: bool | None = None  # noqa: N815 - the engine writes autoOpenPR
    """Open a pull request; needs `autoCommit`."""
    secret_scan: bool | None = None
    """Look for secrets before a commit; on when left out."""
    branch_strategy: BranchStrategy | None = None
    """Whether every run gets a worktree of its own."""
    base_branch: BranchName | None = None
    """Branch that a worktree is made from; `main` when left out."""
    branch_prefix: BranchName | None = None
    """Beginning of the names of branches; `worktrain/` when left out."""
    on_complete: HookSettings | None = None
    """What should follow a run; read, but never carried out."""
    dispatch_condition: ConditionSettings | None = None
    """What a payload must say for a run to start."""
    queue_type: Word | None = None
    """Kept with a queue, but not looked at."""
    queue_label: Word | None = None
    """Kept with a queue, but not looked at."""
    source: SourceSettings | None = None
    """Where a polling trigger looks for work."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema with what a queue needs, and all others."""
        made = handler(schema)
        handler.resolve_ref_schema(made).update(
            {
                "if": {"properties": {"provider": {"const": "github_queue_poll"}}},
                "then": {"required": ["source"]},
                "else": {"required": ["workflowId"]},
            }
        )
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerList:
    """A trigger file: block style only, one value on one line, comments on lines of their own."""

    triggers: tuple[TriggerSettings, ...] | None
    """The triggers, each indented by two spaces."""
