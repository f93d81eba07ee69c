"""From a payload to a goal, a condition and a context: what the engine takes out of an event (docs/engine/triggers.md#payload-paths-and-goals)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflowkit.engine.javascript import to_string
from workflowkit.source.ecmascript import trim
from workflowkit.source.routes import Json


@dataclass(frozen=True, slots=True)
class Token:
    """One `{{path}}` of a goal template."""

    path: str
    """Without braces, space and leading `$.`, as it is shown."""
    written: str
    """Between the braces, as it is followed: a key that begins with `$` stands behind a `$.`."""
    start: int
    end: int
    """Offsets in the template, braces included."""


class _Missing:
    """The type of MISSING."""


MISSING = _Missing()
"""What a path gives that leads nowhere; null is a value."""

_TOKEN = re.compile(r"\{\{([^}]+)\}\}")
_INDEX = re.compile(r"0|[1-9][0-9]*")


def tokens(template: str) -> Iterator[Token]:
    """The tokens of *template*, from left to right."""
    for match in _TOKEN.finditer(template):
        yield Token(normal_path(match[1]), match[1], match.start(), match.end())


def normal_path(path: str) -> str:
    """*path* without space around it and without its leading `$.` or `$`."""
    path = trim(path)
    return path[2:] if path.startswith("$.") else path.removeprefix("$")


def is_supported(path: str) -> bool:
    """True when *path* can lead anywhere: it names a key and uses no brackets."""
    path = normal_path(path)
    return bool(path) and "[" not in path


def extract(payload: Json, path: str) -> Json:
    """What *path* leads to in *payload*, or MISSING."""
    if not is_supported(path):
        return MISSING
    value = payload
    for segment in normal_path(path).split("."):
        value = _step(value, segment)
        if value is MISSING:
            return MISSING
    return value


def render_goal(template: str, static_goal: str, payload: Json) -> str:
    """The goal for *payload*: *template* filled in, or *static_goal* as soon as one token has no value."""
    values = [extract(payload, token.written) for token in tokens(template)]
    if any(value is MISSING or value is None for value in values):
        return static_goal
    texts = iter([to_string(value) for value in values])
    return _TOKEN.sub(lambda _: next(texts), template)


def condition_holds(path: str, equals: str, payload: Json) -> bool:
    """True when *path* leads to exactly the text *equals*; a number or boolean never does."""
    value = extract(payload, path)
    return isinstance(value, str) and value == equals


def map_context(mapping: Mapping[str, str], payload: Json) -> dict[str, Json]:
    """The values handed to the agent: those of *mapping* that exist, or the whole payload when it is empty."""
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
    # Longer numbers are no index of any list, and too long ones could not be converted.
    is_index = _INDEX.fullmatch(segment) and len(segment) < 10
    return value[int(segment)] if is_index and int(segment) < len(value) else MISSING
