"""Fingerprints: what a finding keeps while the text around it is edited, for the baseline and for services that follow findings.

A finding is recognized by its rule, the ids on the way to it, and the words that its message quotes.
"""

from __future__ import annotations

import json
import re

from workflowkit.diagnostics import Diagnostic
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json, Route, value_at


def fingerprint(diagnostic: Diagnostic, value: Json) -> str:
    """Return the fingerprint of *diagnostic* in a file with *value*."""
    return fingerprint_at(diagnostic.name, value, diagnostic.route, diagnostic.message)


def fingerprint_at(rule: str, value: Json, route: Route, message: str) -> str:
    """Return the fingerprint of a finding of *rule* at *route* of a file with *value*."""
    stated = _STATED.findall(message) if rule in _GRADUAL else []
    return _hash([rule, *_ids(value, route), *_quoted(message), *stated])[:16]


def identity_of(path: str, name: str, fingerprint: str, number: int) -> str:
    """Return the hash that no other finding of the run has: of path, rule, fingerprint, and the number among the findings of the file that share them."""
    return _hash([path, name, fingerprint, str(number)])[:32]


def _hash(parts: list[str]) -> str:
    import hashlib  # Only baselines and some formats need fingerprints.

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


_GRADUAL = frozenset(
    {"raised-loop-bound", "removed-verification", "weakened-confirmation", "weakened-criterion"}
)
"""Rules about changes that go further step by step: who accepts nine passes, or one condition, has not accepted ninety, or another."""
_STATED = re.compile(r"\bonly when .*|\d+", re.DOTALL)
_QUOTED = re.compile(r"(?<!\w)'(.+?)'(?!\w)", re.DOTALL)
_INDEX = re.compile(r"\[\d+\]")


def _quoted(message: str) -> list[str]:
    """Return what *message* quotes, without indexes; numbers and wording may change with every edit and every version."""
    return [_INDEX.sub("[]", quoted) for quoted in _QUOTED.findall(message)]
