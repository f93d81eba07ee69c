"""References: pointers to documents (docs/engine/structure-checks.md#references)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.duplicates import duplicates
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items


def check_references(workflow: dict[str, Json]) -> Iterator[Problem]:
    """Reference ids used twice."""
    yield from duplicates(
        (as_fields(entry).get("id") for entry in as_items(workflow.get("references"))),
        lambda index: ("references", index, "id"),
        rule="duplicate-reference-id",
        kind="reference-id-duplicate",
        noun="reference",
    )
