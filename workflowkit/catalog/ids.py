"""Workflow ids: what the engine accepts when it loads and when it saves (docs/engine/format.md#workflow-ids)."""

from __future__ import annotations

import re
from enum import StrEnum

from workflowkit.records import dataclass


class SourceKind(StrEnum):
    """Where workflows come from, lowest priority first."""

    BUNDLED = "bundled"
    PLUGIN = "plugin"
    USER = "user"
    CUSTOM = "custom"
    GIT = "git"
    REMOTE = "remote"
    PROJECT = "project"


RESERVED_NAMESPACE = "wr"
"""The namespace that only bundled sources may use."""

LEGACY_WARNING = "legacy_workflow_id"


@dataclass(frozen=True, slots=True)
class WorkflowId:
    """A well-formed workflow id."""

    namespace: str | None
    """None for legacy ids, which have no dot."""
    name: str

    @property
    def is_legacy(self) -> bool:
        """True for ids without a namespace."""
        return self.namespace is None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decision about one id."""

    reason: str = ""
    """Why it is rejected: `invalid-format`, `reserved-namespace` or `legacy-id`; empty when it is accepted."""
    warnings: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """True when there is no reason to reject it."""
        return not self.reason


_LEGACY = re.compile(r"[a-z0-9_-]+")
_PART = re.compile(r"[a-z][a-z0-9_-]*")


def parse_id(text: str) -> WorkflowId | None:
    """Parse a workflow id; None when *text* is none."""
    namespace, dot, name = text.partition(".")
    if not dot:
        return WorkflowId(None, text) if _LEGACY.fullmatch(text) else None
    if _PART.fullmatch(namespace) and _PART.fullmatch(name):
        return WorkflowId(namespace, name)
    return None


def rule_on_load(text: str, source: SourceKind) -> Ruling:
    """Rule on loading a workflow with this id from *source*."""
    parsed = parse_id(text)
    if parsed is None:
        return Ruling("invalid-format")
    if parsed.is_legacy:
        return Ruling(warnings=(LEGACY_WARNING,))
    return _rule_on_namespace(parsed, source)


def rule_on_save(text: str, source: SourceKind) -> Ruling:
    """Rule on saving a workflow with this id to *source*; legacy ids may only be loaded."""
    parsed = parse_id(text)
    if parsed is None:
        return Ruling("invalid-format")
    if parsed.is_legacy:
        return Ruling("legacy-id")
    return _rule_on_namespace(parsed, source)


def _rule_on_namespace(parsed: WorkflowId, source: SourceKind) -> Ruling:
    if parsed.namespace == RESERVED_NAMESPACE and source is not SourceKind.BUNDLED:
        return Ruling("reserved-namespace")
    return Ruling()
