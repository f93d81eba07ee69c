"""References: pointers to documents (format/structural-checks.md, second table)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.nodes import fields, items
from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.duplicates import duplicates
from workflowkit.source.routes import Json


def check_references(workflow: dict[str, Json]) -> Iterator[Problem]:
    """Reference ids used twice."""
    yield from duplicates(
        (fields(entry).get("id") for entry in items(workflow.get("references"))),
        lambda index: ("references", index, "id"),
        rule="duplicate-reference-id",
        kind="reference-id-duplicate",
        noun="reference",
    )
