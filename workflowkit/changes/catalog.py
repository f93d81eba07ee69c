"""The change of a catalog: which workflow of the new version is which one of the old."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.version import Version
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class RemovedWorkflow:
    """A workflow of the old version that the new one does not have."""

    version: Version
    new_id: str = ""
    """The id under which the new version has it; empty when it is gone."""


@dataclass(frozen=True, slots=True)
class CatalogChange:
    """All workflows of two versions."""

    changes: tuple[WorkflowChange, ...]
    """The workflows of both versions, in the order of their paths in the new one, unchanged ones included."""
    removed: tuple[RemovedWorkflow, ...]
    """Those that are gone, and those that have another id."""
    added: tuple[Version, ...]
    """Those that only the new version has."""


Key = Callable[[Version], tuple[str, ...]]
"""Returns by what versions are paired."""


def compare_catalogs(before: Sequence[Version], after: Sequence[Version]) -> CatalogChange:
    """Pair the workflows of two versions: by id, and then those in a file of the same path.

    Of several files with one id, the one at the same path counts, else the first.
    """
    old, new = list(before), list(after)
    pairs = _paired(old, new, lambda version: (version.id, version.place))
    pairs += _paired(old, new, lambda version: (version.id,) if version.id else ())
    moved = _paired(old, new, lambda version: (version.place,))
    changes = [WorkflowChange(*pair) for pair in (*pairs, *moved)]
    return CatalogChange(
        tuple(sorted(changes, key=lambda change: change.after.path)),
        (
            *(RemovedWorkflow(earlier, later.id) for earlier, later in moved if earlier.id),
            *(RemovedWorkflow(version) for version in old),
        ),
        tuple(new),
    )


def _paired(old: list[Version], new: list[Version], key: Key) -> list[tuple[Version, Version]]:
    """Return the pairs with the same *key*, and take them out of both lists; an empty key has no partner."""
    partners: dict[tuple[str, ...], Version] = {}
    for version in old:
        if key(version):
            partners.setdefault(key(version), version)
    found: list[tuple[Version, Version]] = []
    for version in new:
        earlier = partners.pop(key(version), None)
        if earlier is not None:
            found.append((earlier, version))
    # Compared by identity: equality would compare whole files.
    taken = {id(version) for pair in found for version in pair}
    old[:] = [version for version in old if id(version) not in taken]
    new[:] = [version for version in new if id(version) not in taken]
    return found
