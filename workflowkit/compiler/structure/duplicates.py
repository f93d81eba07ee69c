"""Names that must be unique in a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflowkit.diagnostics import Related
from workflowkit.model.compile_error import CompileError, ErrorName
from workflowkit.source.routes import Json, Route
from workflowkit.source.values import as_fields, as_items

Entry = tuple[Route, dict[str, Json]]


def entries(value: Json, route: Route) -> list[Entry]:
    """Return the objects of the list *value*, which is at *route*, with their routes."""
    return [((*route, index), as_fields(entry)) for index, entry in enumerate(as_items(value))]


def duplicates(
    listed: Iterable[Entry],
    key: str,
    *,
    rule: ErrorName,
    kind: str,
    noun: str,
    is_set: bool = False,
) -> Iterator[CompileError]:
    """Report every entry whose *key* holds the same text as that of an earlier one.

    In a list that is a set, an entry that equals an earlier one as a whole is left to the shape, which refuses it.
    """
    namesakes: dict[str, list[Entry]] = {}
    for route, entry in listed:
        name = entry.get(key)
        if not isinstance(name, str) or not name:
            continue
        earlier = namesakes.setdefault(name, [])
        if earlier and not (is_set and any(entry == other for _, other in earlier)):
            yield CompileError(
                (*route, key),
                f"{noun} id '{name}' is already taken",
                help=f"give this {noun} an id of its own",
                related=(Related((*earlier[0][0], key), "first used here"),),
                rule=rule,
                kind=kind,
            )
        earlier.append((route, entry))
