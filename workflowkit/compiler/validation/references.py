"""References: pointers to documents (docs/engine/structure-checks.md#references)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.validation.duplicates import distinct, duplicates, entries
from workflowkit.format.compile_error import CompileError
from workflowkit.text.routes import Json


def check_references(workflow: dict[str, Json]) -> Iterator[CompileError]:
    """Yield an error for each duplicate reference id."""
    yield from duplicates(
        distinct(entries(workflow.get("references"), ("references",)), "id"),
        "id",
        rule="duplicate-reference-id",
        kind="reference-id-duplicate",
        noun="reference",
    )
