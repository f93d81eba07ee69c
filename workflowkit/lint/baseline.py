"""The baseline: findings that were there when a project began to lint, so that only new ones fail.

A finding is recognized by its rule, its place by ids, and the content there; so it stays known when steps are reordered or the file is laid out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import UsageError
from workflowkit.source import json_text
from workflowkit.source.document import Document
from workflowkit.source.routes import Json, Route, value_at
from workflowkit.source.values import as_fields, as_items, as_text

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One known finding."""

    path: str
    rule: str
    fingerprint: str
    message: str = ""
    """For people who read the file; not compared."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two findings the same."""
        return self.path, self.rule, self.fingerprint


def entry(diagnostic: Diagnostic, document: Document | None, name: str) -> Entry:
    """The entry of one finding in *document*, which is called *name* in the baseline."""
    value = document.value if document else None
    place = json.dumps(_place_by_ids(value, diagnostic.route))
    content = _content(value, diagnostic.route)
    digest = hashlib.sha256(f"{diagnostic.name}\0{place}\0{content}".encode("utf-8", "replace"))
    return Entry(name, diagnostic.name, digest.hexdigest()[:16], diagnostic.message)


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
    known: Iterable[Entry],
) -> tuple[list[Diagnostic], int, list[Entry]]:
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
    stale: list[Entry] = []
    for item in known:
        if left[item.identity]:
            left[item.identity] -= 1
            stale.append(item)
    return new, n_known, stale


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline file that was read."""

    document: Document
    entries: tuple[Entry, ...]


def to_text(entries: Iterable[Entry]) -> str:
    """The baseline file; sorted, so that it changes only where findings do."""
    findings = [
        {"path": e.path, "rule": e.rule, "fingerprint": e.fingerprint, "message": e.message}
        for e in sorted(entries)
    ]
    return (
        json.dumps(
            {"formatVersion": FORMAT_VERSION, "findings": findings}, indent=2, ensure_ascii=False
        )
        + "\n"
    )


def parse(text: str, path: str) -> tuple[Entry, ...]:
    """Read a baseline file. Raises UsageError when it is none."""
    value = json_text.parse(text)
    if isinstance(value, json_text.Broken):
        raise UsageError(f"{path}: {value.message}", help="write it anew with --write-baseline")
    if as_fields(value).get("formatVersion") != FORMAT_VERSION:
        raise UsageError(
            f"{path}: not a baseline of format version {FORMAT_VERSION}",
            help="write it anew with --write-baseline",
        )
    return tuple(
        Entry(*(as_text(record.get(key)) for key in ("path", "rule", "fingerprint", "message")))
        for record in map(as_fields, as_items(value.get("findings")))
    )
