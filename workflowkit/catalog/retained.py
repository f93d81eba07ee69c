"""Rows of an earlier manifest that a run over some files keeps."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.catalog.row_index import KINDS, RowIndex
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


def add_retained(index: RowIndex, row: Mapping[str, Json]) -> None:
    """Add a *row* of an earlier manifest to *index*, as if this run had made it."""
    used = {kind: [as_text(name) for name in as_items(row.get(kind))] for kind in KINDS}
    index.add(as_text(row.get("id")), as_text(row.get("source")), used)


def joined_duplicates(own: Json, old: Json, retained_ids: set[str]) -> list[Json]:
    """Return the duplicates of this run with those of an earlier manifest that concern retained rows, by id."""
    kept = [entry for entry in as_items(old) if _id_of(entry) in retained_ids]
    return sorted([*as_items(own), *kept], key=_id_of)


def _id_of(entry: Json) -> str:
    return as_text(as_fields(entry).get("id"))
