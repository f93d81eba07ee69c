"""The settings of `triggers.yml` (docs/engine/triggers.md#fields): its keys and the types of their values.

The JSON Schema for editors is derived from here, and so are the keys that `fields` knows.
Errors are found by separate checks, because every value is a text for the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from workflowkit.format.fields import Number, Text
from workflowkit.records import dataclass

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
    """Name of the model in the daemon; not checked."""
    max_session_minutes: Whole | None = None
    """Minutes after which a run is aborted; 30 by default."""
    max_turns: Whole | None = None
    """Turns after which a run ends; 200 by default."""
    stuck_abort_policy: StuckPolicy | None = None
    """The action for a run that is stuck; `abort` by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSettings:
    """The action after a run; parsed, but never executed."""

    run_on: RunOn | None = None
    """The outcome after which it applies."""
    workflow_id: Word | None = None
    """The workflow to start."""
    goal: Word | None = None
    """Its goal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSettings:
    """The condition that a payload must meet for a run to start."""

    payload_path: Word
    """Keys joined by dots, such as `pull.user.login`."""
    equals: Word
    """The required text; numbers and booleans of a payload never match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """The source that a trigger polls; the keys depend on the provider."""

    repo: Annotated[str, Text(pattern=r"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$")] | None = None
    """GitHub repository, as `owner/name`."""
    base_url: WebUrl | None = None
    """Address of the GitLab server."""
    project_id: WordOrNumber | None = None
    """GitLab project: its number or its path."""
    token: Secret | None = None
    """`$` and the name of the environment variable with the token."""
    events: Word | None = None
    """Events that start a run, separated by spaces."""
    exclude_authors: Word | None = None
    """Accounts whose items are skipped, separated by spaces."""
    not_labels: Word | None = None
    """Labels whose items are skipped, separated by spaces."""
    label_filter: Word | None = None
    """Labels that an item must have, separated by spaces."""
    poll_interval_seconds: Whole | None = None
    """Seconds between two polls; 60 by default, 300 for a queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerSettings:
    """One trigger: the event, the workflow, its goal and its workspace."""

    id: WordOrNumber
    """Unique in the file; also the last part of the address of its webhook."""
    provider: Provider
    """The kind of event: a webhook, or one of the pollers."""
    workflow_id: Word | None = None
    """The id in the workflow file. Ignored by a queue."""
    workspace_path: Word | None = None
    """Absolute path of the folder of the run."""
    workspace_name: Annotated[str, Text(pattern="^[a-zA-Z0-9_-]+$")] | None = None
    """A workspace of the daemon configuration; takes precedence over `workspacePath`."""
    soul_file: Word | None = None
    """Absolute path of a soul file, or one that starts with `~/`."""
    goal: Word | None = None
    """The static goal; also the fallback when a value of the template is missing."""
    goal_template: Word | None = None
    """The goal with `{{paths}}` into the payload."""
    hmac_secret: Secret | None = None
    """`$` and the name of the environment variable with the secret of webhooks."""
    context_mapping: dict[str, Word] | None = None
    """Context of the agent: payload paths by name; the whole payload by default."""
    reference_urls: WebUrl | None = None
    """URLs for the agent, separated by spaces."""
    concurrency_mode: ConcurrencyMode | None = None
    """Serial or parallel runs; `serial` by default."""
    callback_url: WebUrl | None = None
    """URL to which the result is sent."""
    agent_config: AgentSettings | None = None
    """Limits and model of a run."""
    auto_commit: bool | None = None
    """Commit the changes of a run; requires `branchStrategy: worktree`."""
    auto_open_PR: bool | None = None  # noqa: N815 - the engine writes autoOpenPR
    """Open a pull request; requires `autoCommit`."""
    secret_scan: bool | None = None
    """Scan for secrets before a commit; enabled by default."""
    branch_strategy: BranchStrategy | None = None
    """Checkout of a run: its own worktree, or the current checkout."""
    base_branch: BranchName | None = None
    """Base branch of a worktree; `main` by default."""
    branch_prefix: BranchName | None = None
    """Prefix of branch names; `worktrain/` by default."""
    on_complete: HookSettings | None = None
    """The action after a run; parsed, but never executed."""
    dispatch_condition: ConditionSettings | None = None
    """The condition that a payload must meet for a run to start."""
    queue_type: Word | None = None
    """Stored with a queue, but not used."""
    queue_label: Word | None = None
    """Stored with a queue, but not used."""
    source: SourceSettings | None = None
    """The source that a trigger polls."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema with the required keys of each provider."""
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
