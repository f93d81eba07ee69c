"""The runs of a workflow up to one step, merged by what the rest of a run depends on."""

from __future__ import annotations

from dataclasses import replace

from workflowkit.records import dataclass

Trail = tuple["Trail | None", str, int]
"""The visits of a path, the last one first: what came before, the step, and how often."""


@dataclass(frozen=True, slots=True)
class RunState:
    """What the rest of a run depends on."""

    values: tuple[tuple[str, int], ...] = ()
    """Chosen values, by index in the domain of the key; sorted."""
    unset: frozenset[str] = frozenset()
    """Keys that no step has captured yet."""
    waiting: frozenset[int] = frozenset()
    """Skipped elements that may still run."""
    has_notes: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The costs of all runs that lead to one state."""

    least: int = 0
    most: int = 0
    weight: float = 1.0
    """How likely the state is, when all values are equally likely."""
    total: float = 0.0
    """The mean cost, multiplied by the weight."""
    least_trail: Trail | None = None
    most_trail: Trail | None = None

    def merged(self, other: Cell) -> Cell:
        """Return the costs of the runs of both."""
        low = self if self.least <= other.least else other
        high = self if self.most >= other.most else other
        return Cell(
            low.least,
            high.most,
            self.weight + other.weight,
            self.total + other.total,
            low.least_trail,
            high.most_trail,
        )

    def scaled(self, share: float) -> Cell:
        """Return the costs of a *share* of the runs."""
        return replace(self, weight=self.weight * share, total=self.total * share)


Cells = dict[RunState, Cell]


@dataclass(slots=True)
class VisitCost:
    """The cost of one visit of a step, over all runs."""

    least: int
    most: int
    weight: float = 0.0
    total: float = 0.0

    @property
    def typical(self) -> int:
        """The mean cost; the least one when no likely run visits the step."""
        return rounded(self.total / self.weight) if self.weight else self.least


def rounded(value: float) -> int:
    """Return the nearest whole number, the larger one of two."""
    return int(value + 0.5)


def merge(cells: Cells, state: RunState, cell: Cell) -> None:
    """Add the runs of *cell*, which lead to *state*, to *cells*."""
    known = cells.get(state)
    cells[state] = cell if known is None else known.merged(cell)


def steps_of(trail: Trail | None) -> tuple[tuple[str, int], ...]:
    """Return the steps of *trail* in order, each with how often it is visited."""
    found: list[tuple[str, int]] = []
    while trail is not None:
        trail, step, times = trail
        found.append((step, times))
    return tuple(reversed(found))
