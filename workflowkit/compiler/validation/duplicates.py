"""Names that must be unique in a list."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workflowkit.diagnostics import Related
from workflowkit.format.compile_error import CompileError, ErrorName
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route

Entry = tuple[Route, dict[str, Json]]


def entries(value: Json, route: Route) -> list[Entry]:
    """Return the entries of the list *value*, which is at *route*, each with its own route; other values than objects count as empty ones."""
    return [((*route, index), as_fields(entry)) for index, entry in enumerate(as_items(value))]


def distinct(listed: Sequence[Entry], key: str) -> Sequence[Entry]:
    """Skip entries that equal an earlier one as a whole, which the shape check reports; only entries with one *key* can be equal."""
    counts = Counter(as_text(entry.get(key)) for _, entry in listed)
    if len(counts) == len(listed):
        return listed
    kept: dict[str, Entry] = {}
    for route, entry in listed:
        kept.setdefault(json.dumps(entry, sort_keys=True), (route, entry))
    return list(kept.values())


def duplicates(
    listed: Iterable[Entry], key: str, *, rule: ErrorName, kind: str, noun: str
) -> Iterator[CompileError]:
    """Report every entry whose *key* has the same text as that of an earlier one."""
    first_seen: dict[str, Route] = {}
    for route, entry in listed:
        name = entry.get(key)
        if not isinstance(name, str) or not name:
            continue
        if name not in first_seen:
            first_seen[name] = (*route, key)
            continue
        yield CompileError(
            (*route, key),
            f"{noun} id '{name}' is already taken",
            help=f"give this {noun} an id of its own",
            related=(Related(first_seen[name], "first used here"),),
            rule=rule,
            kind=kind,
        )
