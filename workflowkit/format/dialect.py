"""Dialects: the workflow format as one version of the engine knows it.

The models describe everything that any version knows, and report each use of what not all of them know.
A dialect decides which of these uses are errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from workflowkit.format.shape_errors import (
    LocatedError,
    ShapeError,
    TooMany,
    UnknownKey,
    Use,
    WrongCount,
)
from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route, value_at


class KnownIn(NamedTuple):
    """The versions that know a construct."""

    words: str
    """Such as `engines since 3.118.0`."""
    engine: str
    """What to ask for to have one of them: `3.118.0 or later`."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the workflow format of one version has beyond what all versions have. By default, that of the default engine."""

    constructs: frozenset[str] = frozenset()
    """Keys, written like `standardStep.audit`, and kinds, such as `parallelStep`."""
    max_consequences: int = 1
    """Assessment consequences that one step may have."""
    keys: Mapping[str, Json] = field(default_factory=dict)
    """Keys that the models do not have, written like `standardStep.urgency`, to the JSON Schema of their values."""
    is_open: bool = False
    """True for a version newer than all that are known: what is unknown here may be known there."""
    known_in: Callable[[str, int], KnownIn | None] = lambda _construct, _count: None
    """Returns the versions that know a construct, or, for a limit, take a number of items; None when there are none."""

    def has(self, construct: str) -> bool:
        """Return true when this version knows *construct*."""
        return construct in self.constructs


def judged(errors: Iterable[LocatedError], value: Json, dialect: Dialect) -> list[LocatedError]:
    """Return those of *errors*, found in *value*, that are errors in *dialect*; a construct that it lacks is one error, whatever is inside it."""
    found = list(errors)
    lacking = {
        route
        for route, error in found
        if isinstance(error, Use) and not dialect.has(error.construct)
    }
    return [
        located
        for route, error in found
        if not _is_inside(route, error, lacking)
        for located in _judged(route, error, value, dialect)
    ]


def _is_inside(route: Route, error: ShapeError, lacking: set[Route]) -> bool:
    """Return whether *error* is about the inside of a construct that the dialect lacks."""
    lengths = range(len(route) + (not isinstance(error, Use)))
    return bool(lacking) and any(route[:length] in lacking for length in lengths)


def _judged(
    route: Route, error: ShapeError, value: Json, dialect: Dialect
) -> Iterator[LocatedError]:
    match error:
        case Use():
            if not dialect.has(error.construct):
                yield route, error.refusal or error
        case TooMany():
            if error.count > dialect.max_consequences:
                yield route, WrongCount(1, dialect.max_consequences, error.rule, error.limit)
        case UnknownKey():
            name = f"{error.owner.kind_name()}.{route[-1]}"
            if name in dialect.keys:
                yield from _declared_errors(dialect.keys[name], route, value)
            else:
                yield route, Use(name) if dialect.known_in(name, 0) else error
        case _:
            yield route, error


def _declared_errors(schema: Json, route: Route, value: Json) -> Iterator[LocatedError]:
    # Imported here because no known version declares a key in its data.
    from workflowkit.format.declared import declared_errors

    for inner, error in declared_errors(schema, value_at(value, route)):
        yield (*route, *inner), error
