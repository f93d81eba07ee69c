"""The records that `wfk rules` prints as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from workflowkit.diagnostics import Severity
from workflowkit.lint.rule import PROFILES, Rule
from workflowkit.lint.subjects.authoring_rules import Coverage
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSummary:
    """One rule at a glance."""

    code: str
    """A letter for the group and three digits."""
    name: str
    """Its name."""
    group: str
    """The letter of its group."""
    severity: Severity
    """The severity of its findings unless the configuration sets another."""
    profiles: tuple[str, ...]
    """The profiles that have it."""
    kinds: tuple[str, ...]
    """The kinds of files it checks."""
    fix: str
    """`safe`, `unsafe`, or empty when it offers no fix."""
    since: str
    """The version of workflowkit that first had it."""
    summary: str
    """What it reports, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleList:
    """Every rule."""

    format_version: Literal[1] = 1
    """Version of this format."""
    rules: tuple[RuleSummary, ...]
    """Group by group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """How far the authoring rules are enforced."""

    format_version: Literal[1] = 1
    """Version of this format."""
    rules: tuple[Coverage, ...]
    """The active rules, in the order of their file."""


def rule_list(rules: Iterable[Rule]) -> RuleList:
    """Return the list of *rules*."""
    return RuleList(rules=tuple(map(_summary, rules)))


def _summary(rule: Rule) -> RuleSummary:
    return RuleSummary(
        code=rule.code,
        name=rule.name,
        group=rule.group,
        severity=rule.severity,
        profiles=PROFILES[PROFILES.index(rule.profile) :],
        kinds=tuple(sorted(rule.kinds)),
        fix=rule.fix,
        since=rule.since,
        summary=rule.summary,
    )
