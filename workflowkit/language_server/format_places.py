"""What the format says about a place: the parts of a JSON Schema that a route leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflowkit.language_server.tolerant import Tree
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json, Route

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceSchema:
    """One part of a schema that describes a place."""

    kind: str
    """The definition it belongs to, such as `standardStep`; empty for none."""
    schema: Schema


def schemas_at(whole: Schema, value: Json, route: Route) -> list[PlaceSchema]:
    """Return the parts of the schema *whole* that describe what *route* leads to in *value*."""
    here = list(_resolved(whole, PlaceSchema("", whole), value))
    for part in route:
        value = _member(value, part)
        here = [
            inner
            for outer in here
            for below in _below(outer, part)
            for inner in _resolved(whole, below, value)
        ]
    return here


def _member(value: Json, part: str | int) -> Json:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _below(place: PlaceSchema, part: str | int) -> Iterator[PlaceSchema]:
    schema = place.schema
    if isinstance(part, int):
        if isinstance(schema.get("items"), dict):
            yield PlaceSchema(place.kind, schema["items"])
        return
    properties = schema.get("properties", {})
    if part in properties:
        yield PlaceSchema(place.kind, properties[part])
    elif isinstance(schema.get("additionalProperties"), dict):
        yield PlaceSchema(place.kind, schema["additionalProperties"])


def _resolved(whole: Schema, place: PlaceSchema, value: Json) -> Iterator[PlaceSchema]:
    """Yield what *place* refers to and offers for *value*."""
    schema = place.schema
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        target = whole.get("$defs", {}).get(name)
        if target is not None:
            described = {"description": schema["description"]} if "description" in schema else {}
            yield from _resolved(whole, PlaceSchema(name, {**target, **described}), value)
        return
    if "if" in schema:
        branch = "then" if _holds(schema["if"], value) else "else"
        if branch in schema:
            yield from _resolved(whole, PlaceSchema(place.kind, schema[branch]), value)
        if "properties" not in schema:
            return
    for key in ("oneOf", "anyOf"):
        for option in schema.get(key, ()):
            about = {"description": schema["description"]} if "description" in schema else {}
            yield from _resolved(whole, PlaceSchema(place.kind, {**about, **option}), value)
    if "properties" in schema or not schema.keys() & {"oneOf", "anyOf"}:
        yield place


def _holds(test: Schema, value: Json) -> bool:
    """Return whether *value* has the constants that *test* demands of its members."""
    fields = as_fields(value)
    demanded = test.get("properties", {})
    return all(
        fields.get(key) == part.get("const", fields.get(key)) and key in fields
        for key, part in demanded.items()
    )


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where an offset is in a text: at a key or at a value, and what is written there."""

    is_key: bool
    route: Route
    """Of the object whose key is meant, or of the value."""
    start: int
    """Of what is written there already, quotes included."""
    end: int
    is_quoted: bool
    """True inside of a string."""


def cursor_at(tree: Tree, offset: int) -> Cursor | None:
    """Return where *offset* is; None outside of every object and array."""
    token = tree.token_before(offset)
    node = tree.node_at(offset)
    if token is not None and token.kind == "string" and offset <= token.end:
        if node is not None and node.key and node.key[0] == token.start:
            return Cursor(True, node.route[:-1], token.start, token.end, True)
        if node is not None and node.start == token.start:
            return Cursor(False, node.route, token.start, token.end, True)
    container = tree.container_at(offset)
    if container is None or token is None:
        return None
    is_word = token.kind == "word" and offset <= token.end
    start, end = (token.start, token.end) if is_word else (offset, offset)
    if container.kind == "array":
        count = sum(child.start < start and child.kind != "missing" for child in container.children)
        return Cursor(False, (*container.route, count), start, end, False)
    around = [child for child in container.children if child.key and child.key[1] < offset]
    last = around[-1] if around else None
    if last is not None and _awaits_value(tree, last.key, start):
        return Cursor(False, last.route, start, end, False)
    return Cursor(True, container.route, start, end, False)


def _awaits_value(tree: Tree, key: tuple[int, int] | None, start: int) -> bool:
    """Return whether only the colon is between *key* and *start*."""
    return key is not None and tree.text[key[1] : start].strip() == ":"
