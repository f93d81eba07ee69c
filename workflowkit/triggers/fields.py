"""The keys, values and defaults of `triggers.yml` (docs/engine/triggers.md#fields)."""

from __future__ import annotations

import re
from typing import Final, get_args

from workflowkit.text.json_records import json_keys
from workflowkit.triggers.settings import (
    AgentSettings,
    BranchStrategy,
    ConcurrencyMode,
    ConditionSettings,
    HookSettings,
    Provider,
    RunOn,
    SourceSettings,
    StuckPolicy,
    TriggerSettings,
)

GENERIC: Final = "generic"
GITLAB: Final = "gitlab_poll"
GITHUB_ISSUES: Final = "github_issues_poll"
GITHUB_PRS: Final = "github_prs_poll"
QUEUE: Final = "github_queue_poll"

PROVIDERS: Final = get_args(Provider)
POLLING: Final = frozenset({GITLAB, GITHUB_ISSUES, GITHUB_PRS})
"""Providers that poll for new items and start one run for each."""

TRIGGER_KEYS: Final = tuple(json_keys(TriggerSettings))
"""Keys of a trigger, in the recommended order."""

_GITHUB_SOURCE = (
    "repo",
    "token",
    "events",
    "excludeAuthors",
    "notLabels",
    "labelFilter",
    "pollIntervalSeconds",
)
SOURCE_KEYS: Final = {
    GITLAB: ("baseUrl", "projectId", "token", "events", "pollIntervalSeconds"),
    GITHUB_ISSUES: _GITHUB_SOURCE,
    GITHUB_PRS: _GITHUB_SOURCE,
    QUEUE: ("repo", "token", "pollIntervalSeconds"),
}
"""Keys of `source` by provider."""

BLOCK_KEYS: Final = {
    "agentConfig": tuple(json_keys(AgentSettings)),
    "onComplete": tuple(json_keys(HookSettings)),
    "dispatchCondition": tuple(json_keys(ConditionSettings)),
    "source": tuple(sorted(json_keys(SourceSettings))),
}
"""Keys of the blocks with fixed keys; `contextMapping` accepts any key."""

READ_ONLY: Final = "read-only"
"""A branch strategy of later engines."""

SPACE_SEPARATED: Final = frozenset(
    {
        ("referenceUrls",),
        ("source", "events"),
        ("source", "excludeAuthors"),
        ("source", "notLabels"),
        ("source", "labelFilter"),
    }
)
"""Fields with several values, separated by spaces."""

SWITCHES: Final = ("autoCommit", "autoOpenPR", "secretScan")
"""Boolean fields: `true` in any case enables them, every other value disables them."""

OFF_WORDS: Final = ("false", "no", "off", "n", "0")
"""Words that are meant to disable a field, and do."""

CONCURRENCY_MODES: Final = get_args(ConcurrencyMode)
BRANCH_STRATEGIES: Final = get_args(BranchStrategy)
STUCK_POLICIES: Final = get_args(StuckPolicy)
RUN_ON: Final = get_args(RunOn)

EVENTS: Final = {
    GITLAB: ("merge_request.opened", "merge_request.updated"),
    GITHUB_ISSUES: ("issues.opened", "issues.updated"),
    GITHUB_PRS: ("pull_request.opened", "pull_request.updated"),
}
"""Events that polling can observe, by provider."""
UNOBSERVABLE_EVENTS: Final = {GITLAB: ("merge_request.merged", "merge_request.closed")}
"""Known events that polling cannot observe, because only open items are listed."""


def is_same_word(written: str, meant: str) -> bool:
    """Return true when two names differ only in case and separators."""
    first, second = (re.sub(r"[-_. ]", "", word).lower() for word in (written, meant))
    return first == second


DEFAULT_GOAL: Final = "Autonomous task"
DEFAULT_TEMPLATE: Final = "{{$.goal}}"
DEFAULT_MODE: Final = "serial"
DEFAULT_MINUTES: Final = 30
DEFAULT_TURNS: Final = 200
DEFAULT_POLICY: Final = "abort"
DEFAULT_BASE_BRANCH: Final = "main"
DEFAULT_BRANCH_PREFIX: Final = "worktrain/"
DEFAULT_POLL_SECONDS: Final = 60
DEFAULT_QUEUE_SECONDS: Final = 300
