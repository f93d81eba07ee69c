"""Coverage as records and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from workflowkit.records import dataclass
from workflowkit.simulation.coverage import (
    KINDS,
    PATHS,
    TOTAL,
    GoalCoverage,
    Share,
    WorkflowCoverage,
)

COLUMNS = (*KINDS.values(), PATHS, TOTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredShare:
    """A part of a whole."""

    covered: int
    """How many are covered."""
    feasible: int
    """How many can be covered."""
    percent: float
    """The part in percent; 100 when there is nothing to cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGoal:
    """One thing that a run can cover."""

    kind: str
    """`step`, `condition`, `fragment`, `loop`, `gate`, `consequence` or `contract`."""
    step: str
    """Id of the compiled step or loop."""
    name: str
    """What of the step: the field of a condition, the id of a fragment, the contract; else empty."""
    outcome: str
    """What has to happen: `true`, `false`, `none`, `one`, `many`, `bound`, `accepted`, …; empty for a step."""
    covered_by: tuple[str, ...]
    """The scenarios that cover it."""
    feasible: bool
    """False when no run can cover it; it does not count then."""
    reason: str
    """Why no run was found that covers it; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredWorkflow:
    """The coverage of one workflow."""

    path: str
    """The workflow file."""
    id: str
    """Its id."""
    shares: dict[str, CoveredShare]
    """Name of a kind to what is covered of it; `total` for all together without `paths`, which are given when they were counted."""
    paths: int | None
    """Number of different paths; null when they were not counted."""
    goals: tuple[ListedGoal, ...]
    """Everything that a run can cover, step by step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCoverage:
    """The coverage of the workflows that scenarios are for."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflows: tuple[CoveredWorkflow, ...]
    """By path."""


def coverage_record(coverages: Sequence[WorkflowCoverage]) -> ScenarioCoverage:
    """Return the record of *coverages*."""
    return ScenarioCoverage(workflows=tuple(map(_workflow, coverages)))


def _workflow(coverage: WorkflowCoverage) -> CoveredWorkflow:
    shares = {**coverage.shares, TOTAL: coverage.total}
    return CoveredWorkflow(
        path=coverage.path,
        id=coverage.pinned.id,
        shares={
            name: CoveredShare(
                covered=share.covered, feasible=share.feasible, percent=round(share.percent, 2)
            )
            for name, share in shares.items()
        },
        paths=coverage.n_paths,
        goals=tuple(map(_goal, coverage.goals)),
    )


def _goal(each: GoalCoverage) -> ListedGoal:
    return ListedGoal(
        kind=each.goal.kind.value,
        step=each.goal.step,
        name=each.goal.name,
        outcome=each.goal.outcome,
        covered_by=each.by,
        feasible=not each.is_infeasible,
        reason=each.reason,
    )


def coverage_table(coverages: Sequence[WorkflowCoverage], *, lists_missing: bool = True) -> str:
    """Return *coverages* as a table, one row for each workflow, and what is missing below it."""
    rows = [("workflow", *COLUMNS), *map(_row, coverages)]
    if len(coverages) > 1:
        rows.append(_total_row(coverages))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_cells(row, widths)).rstrip() for row in rows]
    if lists_missing:
        for coverage in coverages:
            lines += _missing(coverage)
    return "".join(f"{line}\n" for line in lines)


def _cells(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    yield from (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))


def _row(coverage: WorkflowCoverage) -> tuple[str, ...]:
    shares = coverage.shares
    cells = [_fraction(shares[name]) if name in shares else "-" for name in COLUMNS[:-1]]
    return (coverage.path or coverage.pinned.id, *cells, f"{coverage.total.percent:.0f}%")


def _total_row(coverages: Sequence[WorkflowCoverage]) -> tuple[str, ...]:
    cells = []
    for name in COLUMNS[:-1]:
        listed = [coverage.shares[name] for coverage in coverages if name in coverage.shares]
        cells.append(_fraction(sum(listed, Share(0, 0))) if listed else "-")
    total = sum((coverage.total for coverage in coverages), Share(0, 0))
    return (TOTAL, *cells, f"{total.percent:.0f}%")


def _fraction(share: Share) -> str:
    return f"{share.covered}/{share.feasible}" if share.feasible else "-"


def _missing(coverage: WorkflowCoverage) -> Iterator[str]:
    missing = [each for each in coverage.goals if not each.by and not each.is_infeasible]
    if missing:
        yield ""
        yield f"not covered in {coverage.path or coverage.pinned.id}:"
        yield from (f"  {each.goal.text}" for each in missing)
