"""Group X. Staleness and drift."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.staleness.legacy_id_mention import legacy_id_mention
from workflowkit.lint.rules.staleness.missing_file_mention import missing_file_mention
from workflowkit.lint.rules.staleness.stale_stamp import stale_stamp
from workflowkit.lint.rules.staleness.stamp_ahead import stamp_ahead
from workflowkit.lint.rules.staleness.unstamped import unstamped

RULES: tuple[Rule, ...] = (
    unstamped,
    stale_stamp,
    stamp_ahead,
    legacy_id_mention,
    missing_file_mention,
)
