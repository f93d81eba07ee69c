"""The baseline: findings that were there when a project began to lint, so that only new ones fail.

A finding is recognized by its rule, its place by ids, and the content there; so it stays known when steps are reordered or the file is laid out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import UsageError
from workflowkit.source import json_records, json_text
from workflowkit.source.document import Document
from workflowkit.source.routes import Json, Route, value_at
from workflowkit.source.values import as_fields, as_text


@dataclass(frozen=True, slots=True, order=True)
class BaselineEntry:
    """One known finding."""

    path: str
    """The file, relative to the configuration."""
    rule: str
    """Name of the rule."""
    fingerprint: str
    """Of rule, place by ids, and content."""
    message: str
    """For people; not compared."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two findings the same."""
        return self.path, self.rule, self.fingerprint


@dataclass(frozen=True, slots=True)
class KnownFindings:
    """A baseline file that was read, for places in it."""

    document: Document
    entries: tuple[BaselineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Findings that a project accepts because they were there first."""

    format_version: Literal[1] = 1
    """Version of this format."""
    findings: tuple[BaselineEntry, ...]
    """Sorted."""


def entry(diagnostic: Diagnostic, document: Document | None, name: str) -> BaselineEntry:
    """The entry of one finding in *document*, which is called *name* in the baseline."""
    value = document.value if document else None
    place = json.dumps(_place_by_ids(value, diagnostic.route))
    content = _content(value, diagnostic.route)
    digest = hashlib.sha256(f"{diagnostic.name}\0{place}\0{content}".encode("utf-8", "replace"))
    return BaselineEntry(name, diagnostic.name, digest.hexdigest()[:16], diagnostic.message)


def _place_by_ids(value: Json, route: Route) -> list[str]:
    """*route* with the index of every item that has an id replaced by the id, and other indexes left out."""
    parts: list[str] = []
    for part in route:
        try:
            value = value_at(value, (part,))
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(part, str):
            parts.append(part)
        else:
            parts.append("#" + as_text(as_fields(value).get("id")))
    return parts


def _content(value: Json, route: Route) -> str:
    try:
        return canonical_json(value_at(value, route))
    except (KeyError, IndexError, TypeError, NotFiniteError):
        return ""


def split(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    names: Mapping[str, str],
    known: Iterable[BaselineEntry],
) -> tuple[list[Diagnostic], int, list[BaselineEntry]]:
    """New findings, the number of known ones, and the entries of *known* that no finding matches any more.

    *documents* and *names*, which the baseline has for them, are given by path.
    """
    left = Counter(item.identity for item in known)
    new: list[Diagnostic] = []
    n_known = 0
    for diagnostic in diagnostics:
        path = diagnostic.path
        identity = entry(diagnostic, documents.get(path), names.get(path, path)).identity
        if left[identity]:
            left[identity] -= 1
            n_known += 1
        else:
            new.append(diagnostic)
    stale: list[BaselineEntry] = []
    for item in known:
        if left[item.identity]:
            left[item.identity] -= 1
            stale.append(item)
    return new, n_known, stale


def to_text(entries: Iterable[BaselineEntry]) -> str:
    """Return the baseline file; sorted, so that it changes only where findings do."""
    return json_records.record_text(Baseline(findings=tuple(sorted(entries))))


def parse(text: str, path: str) -> tuple[BaselineEntry, ...]:
    """Read a baseline file. Raises UsageError when it is none, or is damaged."""
    value = json_text.parse(text)
    if isinstance(value, json_text.Broken):
        raise UsageError(f"{path}: {value.message}", help=_HELP)
    if as_fields(value).get("formatVersion") != 1:
        raise UsageError(f"{path}: not a baseline of format version 1", help=_HELP)
    try:
        return json_records.from_json(Baseline, value).findings
    except json_records.WrongRecordError:
        raise UsageError(f"{path}: the baseline is damaged", help=_HELP) from None


_HELP = "write it anew with --write-baseline"
