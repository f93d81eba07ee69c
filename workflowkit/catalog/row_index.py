"""What a manifest has to know of all of its rows at once, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from workflowkit.catalog.manifest import Manifest, Usage, Versions
from workflowkit.text.columns import Derived, TextColumn, sorted_numbers
from workflowkit.text.json_blocks import LazyList
from workflowkit.text.json_records import json_keys, to_json
from workflowkit.text.routes import Json

KINDS = tuple(json_keys(Usage))
"""What workflows use; both the keys of a row and those of `usedBy`."""


class RowIndex:
    """Id, source and used names of rows, which have the numbers in which they were added."""

    def __init__(self, known: Mapping[str, Iterable[str]]) -> None:
        """Begin without rows; *known* has for each of `KINDS` what can be used, used or not."""
        self.ids, self.sources = TextColumn(), TextColumn()
        self._users = {kind: {name: array("I") for name in known.get(kind, ())} for kind in KINDS}

    def copy(self) -> RowIndex:
        """Return an index of the same rows, to which others can be added."""
        found = RowIndex({})
        found.ids, found.sources = TextColumn(self.ids), TextColumn(self.sources)
        found._users = {
            kind: {name: numbers[:] for name, numbers in by_name.items()}
            for kind, by_name in self._users.items()
        }
        return found

    def add(self, own_id: str, source: str, used: Mapping[str, Iterable[str]]) -> None:
        """Add a row; *used* has what it uses by kind."""
        for kind in KINDS:
            for name in used[kind]:
                self._users[kind].setdefault(name, array("I")).append(len(self.ids))
        self.ids.append(own_id)
        self.sources.append(source)

    def __len__(self) -> int:
        return len(self.ids)

    def order(self) -> array[int]:
        """Return the numbers of the rows by id, then by source."""
        return sorted_numbers(
            Derived(range(len(self)), lambda number: (self.ids[number], self.sources[number]))
        )

    def manifest(self, versions: Versions, row_at: Callable[[int], Json], duplicates: Json) -> Json:
        """Return the manifest of the rows, which *row_at* returns by their numbers while it is written."""
        order = self.order()
        rows = LazyList(len(order), lambda: map(row_at, order))
        values = (1, to_json(versions), rows, self._used_by(order), duplicates)
        return dict(zip(json_keys(Manifest), values, strict=True))

    def _used_by(self, order: array[int]) -> Json:
        """Return for each kind the ids of the users of each name, sorted; *order* is that of the rows."""
        ranks = array("I", bytes(4 * len(order)))
        for rank, number in enumerate(order):
            ranks[number] = rank
        return {
            kind: {
                name: LazyList(len(numbers), partial(self._distinct, numbers, ranks))
                for name, numbers in sorted(by_name.items())
            }
            for kind, by_name in self._users.items()
        }

    def _distinct(self, numbers: array[int], ranks: array[int]) -> Iterator[str]:
        """Yield the ids of the rows with the *numbers* by their *ranks*, each once."""
        last = None
        for place in sorted_numbers(Derived(numbers, ranks.__getitem__)):
            own_id = self.ids[numbers[place]]
            if own_id != last:
                yield own_id
            last = own_id
