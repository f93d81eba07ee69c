"""Shapes: checks of JSON values, as they are put together for artifacts (docs/engine/contracts.md).

Text is measured in UTF-16 code units, as the engine does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from workflowkit.diagnostics import Finding
from workflowkit.runtime.javascript import is_number
from workflowkit.text.routes import Json, Route

Shape = Callable[[Json, Route], Iterator[Finding]]
"""Yields the errors of a value at a route."""


def record(
    fields: Mapping[str, Shape],
    required: Collection[str],
    others: Shape | None = None,
    *,
    least: int = 0,
) -> Shape:
    """Return the check of an object with *fields* and at least *least* of them; without *others*, the shape of all other fields, it is closed."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield _wrong(value, route, "an object")
            return
        if len(value) < least:
            yield Finding(route, f"the object has {len(value)} keys, at least {least} are needed")
        for key, shape in fields.items():
            if key in value:
                yield from shape(value[key], (*route, key))
            elif key in required:
                yield Finding((*route, key), f"'{key}' is missing", help=f"add '{key}'")
        for key in value:
            if key in fields:
                continue
            if others is not None:
                yield from others(value[key], (*route, key))
                continue
            listed = ", ".join(f"'{name}'" for name in sorted(fields))
            yield Finding(route, f"unknown key '{key}'", help=f"use one of {listed}", on_key=True)

    return check


def list_of(shape: Shape, most: int | None = None) -> Shape:
    """Return the check of a list of at most *most* values, each with *shape*."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, list):
            yield _wrong(value, route, "a list")
            return
        if most is not None and len(value) > most:
            yield Finding(route, f"the list has {len(value)} entries, at most {most} fit")
        for index, member in enumerate(value):
            yield from shape(member, (*route, index))

    return check


def text(least: int = 0, most: int | None = None, pattern: str | None = None) -> Shape:
    """Return the check of a text of *least* to *most* code units that matches *pattern* as a whole."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield _wrong(value, route, "a text")
            return
        length = utf16_length(value)
        if length < least:
            yield Finding(route, f"the text has {length} characters, at least {least} are needed")
        if most is not None and length > most:
            yield Finding(route, f"the text has {length} characters, at most {most} fit")
        if pattern and not re.fullmatch(pattern, value):
            yield Finding(route, f"the text '{value[:80]}' does not match {pattern}")

    return check


def word(*words: str) -> Shape:
    """Return the check of a text that is one of *words*."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not isinstance(value, str) or value not in words:
            yield _wrong(value, route, " or ".join(f"'{word}'" for word in words))

    return check


def integer(least: int | None = 0, most: int | None = None) -> Shape:
    """Return the check of a whole number from *least* to *most*."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not is_number(value) or value != value // 1:
            yield _wrong(value, route, "a whole number")
        elif least is not None and value < least:
            fact = "negative" if least == 0 else f"under {least}"
            yield Finding(route, f"the number is {fact}")
        elif most is not None and value > most:
            yield Finding(route, f"the number is over {most}")

    return check


def number(wanted: float) -> Shape:
    """Return the check of the number *wanted*."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        if not is_number(value) or value != wanted:
            yield _wrong(value, route, f"the number {wanted:g}")

    return check


def by_type(shapes: Sequence[tuple[type, Shape]]) -> Shape:
    """Return the check by the shape of the type of a value; a value of another type is checked by the last one."""

    def check(value: Json, route: Route) -> Iterator[Finding]:
        fitting = [shape for kind, shape in shapes if isinstance(value, kind)]
        yield from (fitting or [shapes[-1][1]])[0](value, route)

    return check


def anything(_value: Json, _route: Route) -> Iterator[Finding]:
    """Accept every value."""
    return iter(())


def utf16_length(text: str) -> int:
    """Return the length of *text* as the engine counts it: characters beyond U+FFFF count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def _wrong(value: Json, route: Route, expected: str) -> Finding:
    return Finding(route, f"found {_shown(value)} where {expected} is needed")


def _shown(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value[:80]}'"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"the number {value}"
