"""Fingerprints: what a finding keeps while the text around it is edited, for the baseline and for services that follow findings.

A finding is recognized by its rule, the ids on the way to it, and the words that its message quotes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping

from workflowkit.diagnostics import Diagnostic
from workflowkit.records import dataclass
from workflowkit.report.result import Result
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json, Route, value_at


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with its fingerprint, and its number among the findings of its file that share it."""

    diagnostic: Diagnostic
    fingerprint: str
    number: int
    """1 for the first."""

    @property
    def identity(self) -> str:
        """Hash that no other finding of the run has: of path, rule, fingerprint and number."""
        found = self.diagnostic
        return _hash([found.path, found.name, self.fingerprint, str(self.number)])[:32]


def fingerprint(diagnostic: Diagnostic, value: Json) -> str:
    """Return the fingerprint of *diagnostic* in a file with *value*."""
    return fingerprint_at(diagnostic.name, value, diagnostic.route, diagnostic.message)


def fingerprint_at(rule: str, value: Json, route: Route, message: str) -> str:
    """Return the fingerprint of a finding of *rule* at *route* of a file with *value*."""
    return _hash([rule, *_ids(value, route), *_quoted(message)])[:16]


def numbered(result: Result, sources: Mapping[str, Document]) -> tuple[Numbered, ...]:
    """Return the listed findings of *result*, whose files are *sources* by path, with their fingerprints."""
    listed = set(map(id, result.listed))
    count: Counter[tuple[str, str]] = Counter()
    found: list[Numbered] = []
    for diagnostic in result.shown:
        source = sources.get(diagnostic.path)
        own = fingerprint(diagnostic, source.value if source else None)
        count[diagnostic.path, own] += 1
        if id(diagnostic) in listed:
            found.append(Numbered(diagnostic, own, count[diagnostic.path, own]))
    return tuple(found)


def _hash(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def _ids(value: Json, route: Route) -> list[str]:
    """Return the ids of the objects that *route* leads through."""
    found: list[str] = []
    for part in route:
        try:
            value = value_at(value, (part,))
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(part, int):
            found.append(as_text(as_fields(value).get("id")))
    return ["/".join(found)]


_QUOTED = re.compile(r"(?<!\w)'(.+?)'(?!\w)", re.DOTALL)
_INDEX = re.compile(r"\[\d+\]")


def _quoted(message: str) -> list[str]:
    """Return what *message* quotes, without indexes; numbers and wording may change with every edit and every version."""
    return [_INDEX.sub("[]", quoted) for quoted in _QUOTED.findall(message)]
