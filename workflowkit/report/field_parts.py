"""The parts of a field that differ: what is printed of it, instead of two long values that begin alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final, NamedTuple

from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

_NAMES: Final = ("id", "slotId", "dimensionId")
"""Fields that name the items of a list."""
_LONGEST: Final = 1_000
"""Characters of texts that are compared for likeness, so that the time stays bounded."""
_MOST: Final = 100
"""Texts that one is compared with."""


class FieldPart(NamedTuple):
    """One value that differs, or that only one version has."""

    name: str
    """`loop.maxIterations`, `extensionPoints[who].default`."""
    before: Json
    after: Json


def parts(name: str, before: Json, after: Json) -> Iterator[FieldPart]:
    """Yield the innermost parts of the field called *name* that differ."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_objects(before, after, f"{name}.{{}}")
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(name, before, after)
    else:
        yield FieldPart(name, before, after)


def _of_objects(
    before: dict[str, Json], after: dict[str, Json], pattern: str
) -> Iterator[FieldPart]:
    for key in [*before, *(key for key in after if key not in before)]:
        yield from parts(pattern.format(key), before.get(key), after.get(key))


def _of_lists(name: str, before: Sequence[Json], after: Sequence[Json]) -> Iterator[FieldPart]:
    old, new = _by_name(before), _by_name(after)
    if old and new:
        yield from _of_objects(old, new, f"{name}[{{}}]")
        if list(old) != list(new) and set(old) == set(new):
            yield FieldPart(f"{name} (order)", list(old), list(new))
        return
    removed = [value for value in before if value not in after]
    added = [value for value in after if value not in before]
    if not removed and not added:
        yield FieldPart(name, before, after)
    for value in removed:
        successor = _successor(value, removed, added)
        if successor is not None:
            added.remove(successor)
        yield from parts(f"{name}[{before.index(value)}]", value, successor)
    yield from (FieldPart(f"{name}[{after.index(value)}]", None, value) for value in added)


def _successor(value: Json, removed: Sequence[Json], added: Sequence[Json]) -> Json:
    """Return which of the items *added* stands for *value* now: the only one, or the one most alike; None for none."""
    if len(removed) == len(added) == 1:
        return added[0]
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    texts = [text for text in added if isinstance(text, str) and len(text) <= _LONGEST]
    return next(iter(get_close_matches(value, texts[:_MOST], n=1)), None)


def _by_name(values: Sequence[Json]) -> dict[str, Json]:
    """Return *values* by their names; empty unless each has one of its own."""
    for key in _NAMES:
        named = {as_text(as_fields(value).get(key)): value for value in values}
        if len(named) == len(values) and "" not in named:
            return named
    return {}
