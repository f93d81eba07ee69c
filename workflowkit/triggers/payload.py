"""Goals, conditions and contexts: what the engine extracts from a payload (docs/engine/triggers.md#payload-paths-and-goals)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.records import dataclass
from workflowkit.runtime.javascript import to_string
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Token:
    """One `{{path}}` of a goal template."""

    path: str
    """The path for display, without braces, space and leading `$.`."""
    written: str
    """The text between the braces, as it is resolved: a key that begins with `$` follows a `$.`."""
    start: int
    end: int
    """Offsets in the template, braces included."""


class _Missing:
    """The type of MISSING."""


MISSING = _Missing()
"""The value of a path that does not exist; null is a value."""

_TOKEN = re.compile(
    # When no token begins at the first braces behind a `}`, none begins before the next one.
    r"(?:\A|(?<=\}))(?P<before>(?:[^{}]|\{(?!\{))*+)\{\{(?P<path>[^}]++)\}\}"
)
_INDEX = re.compile(r"0|[1-9][0-9]*")


def tokens(template: str) -> Iterator[Token]:
    """Yield the tokens of *template*, from left to right."""
    for match in _TOKEN.finditer(template):
        yield Token(normal_path(match["path"]), match["path"], match.end("before"), match.end())


def normal_path(path: str) -> str:
    """Return *path* without surrounding space and leading `$.` or `$`."""
    path = trim(path)
    return path[2:] if path.startswith("$.") else path.removeprefix("$")


def is_supported(path: str) -> bool:
    """Return true when *path* can have a value: it names a key and has no brackets."""
    path = normal_path(path)
    return bool(path) and "[" not in path


def extract(payload: Json, path: str) -> Json:
    """Return the value at *path* in *payload*, or MISSING."""
    if not is_supported(path):
        return MISSING
    value = payload
    for segment in normal_path(path).split("."):
        value = _step(value, segment)
        if value is MISSING:
            return MISSING
    return value


def render_goal(template: str, static_goal: str, payload: Json) -> str:
    """Return the goal for *payload*: the rendered *template*, or *static_goal* when any token has no value."""
    values = [extract(payload, token.written) for token in tokens(template)]
    if any(value is MISSING or value is None for value in values):
        return static_goal
    texts = iter([to_string(value) for value in values])
    return _TOKEN.sub(lambda match: match["before"] + next(texts), template)


def condition_holds(path: str, equals: str, payload: Json) -> bool:
    """Return true when the value at *path* is exactly the text *equals*; numbers and booleans never are."""
    value = extract(payload, path)
    return isinstance(value, str) and value == equals


def map_context(mapping: Mapping[str, str], payload: Json) -> dict[str, Json]:
    """Return the context of the agent: the values of *mapping* that exist, or the whole payload when it is empty."""
    if not mapping:
        return {"payload": payload}
    found = ((name, extract(payload, path)) for name, path in mapping.items())
    return {name: value for name, value in found if value is not MISSING}


def _step(value: Json, segment: str) -> Json:
    if isinstance(value, dict):
        return value.get(segment, MISSING)
    if not isinstance(value, list):
        return MISSING
    if segment == "length":
        return len(value)
    # No list has an index with more digits, and very long numbers cannot be converted.
    is_index = _INDEX.fullmatch(segment) and len(segment) < 10
    return value[int(segment)] if is_index and int(segment) < len(value) else MISSING
