"""Rows of an earlier manifest that a run over some files keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection

from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


def rows_of(manifest: Json) -> list[dict[str, Json]]:
    """Return the rows of *manifest*, a value of any kind; none when it is not a manifest."""
    return [as_fields(row) for row in as_items(as_fields(manifest).get("workflows"))]


def retained_rows(
    manifest: Json,
    old: Json,
    covered: Collection[str],
    is_wanted: Callable[[str], bool] = lambda _: True,
) -> list[dict[str, Json]]:
    """Return the rows of *old* about files that the run which made *manifest* has not read.

    *covered* are the sources it has read; a row whose source *is_wanted* rejects, or whose id now has another source, is dropped.
    """
    ids = {as_text(row.get("id")) for row in rows_of(manifest)}
    return [
        row
        for row in rows_of(old)
        if as_text(row.get("id")) not in ids
        and as_text(row.get("source")) not in covered
        and is_wanted(as_text(row.get("source")))
    ]


def merged(manifest: Json, old: Json, retained: list[dict[str, Json]]) -> Json:
    """Return *manifest* with the *retained* rows of *old* added, as if one run had made all of it."""
    fields = as_fields(manifest)
    rows = [*rows_of(manifest), *retained]
    rows.sort(key=lambda row: (as_text(row.get("id")), as_text(row.get("source"))))
    ids = {as_text(row.get("id")) for row in retained}
    duplicates = [
        entry
        for entry in as_items(as_fields(old).get("duplicates"))
        if as_text(as_fields(entry).get("id")) in ids
    ]
    return {
        **fields,
        "workflows": rows,
        "usedBy": {
            kind: _users(as_fields(names), kind, retained)
            for kind, names in as_fields(fields.get("usedBy")).items()
        },
        "duplicates": sorted(
            [*as_items(fields.get("duplicates")), *duplicates],
            key=lambda entry: as_text(as_fields(entry).get("id")),
        ),
    }


def _users(names: dict[str, Json], kind: str, rows: list[dict[str, Json]]) -> Json:
    users = {name: set(as_items(ids)) for name, ids in names.items()}
    for row in rows:
        for name in as_items(row.get(kind)):
            users.setdefault(as_text(name), set()).add(as_text(row.get("id")))
    return {name: sorted(ids) for name, ids in sorted(users.items())}
