"""Resolution: the choice among the sources that have the same id (docs/engine/registry.md#resolution-across-sources)."""

from __future__ import annotations

from collections.abc import Sequence

from workflowkit.catalog.ids import SourceKind
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Resolved:
    """One id with the source that serves it."""

    id: str
    winner: int
    """Index of the source."""
    reason: str
    """`unique`, `bundled_protected` (a project may not shadow a bundled id) or `source_priority`."""
    shadowed: tuple[int, ...] = ()
    """Indexes of the sources that lose, in priority order; one entry per file."""


def resolve(
    sources: Sequence[tuple[SourceKind, Sequence[str]]], *, bundled_namespace_wins: bool = False
) -> list[Resolved]:
    """Choose a winner for each id. *sources* are `(kind, ids)` in priority order, lowest first.

    With *bundled_namespace_wins*, ids in the namespace `wr` are those of the bundled source, and for all others priority alone counts.
    """
    candidates: dict[str, list[int]] = {}
    for index, (_, ids) in enumerate(sources):
        for workflow_id in ids:
            candidates.setdefault(workflow_id, []).append(index)
    return [
        _choose(workflow_id, indexes, [kind for kind, _ in sources], bundled_namespace_wins)
        for workflow_id, indexes in candidates.items()
    ]


def _choose(
    workflow_id: str, indexes: list[int], kinds: list[SourceKind], bundled_namespace_wins: bool
) -> Resolved:
    if len(indexes) == 1:
        return Resolved(workflow_id, indexes[0], "unique")
    own = [kinds[index] for index in indexes]
    is_protected = (
        workflow_id.startswith("wr.") if bundled_namespace_wins else SourceKind.PROJECT in own
    )
    if SourceKind.BUNDLED in own and is_protected:
        position = own.index(SourceKind.BUNDLED)
        rest = (*indexes[:position], *indexes[position + 1 :])
        return Resolved(workflow_id, indexes[position], "bundled_protected", rest)
    return Resolved(workflow_id, indexes[-1], "source_priority", tuple(indexes[:-1]))


def duplicates(resolved: Sequence[Resolved]) -> dict[str, tuple[int, ...]]:
    """Return every id that occurs more than once, with the distinct sources that have it."""
    return {
        workflow.id: tuple(sorted({workflow.winner, *workflow.shadowed}))
        for workflow in resolved
        if workflow.shadowed
    }
