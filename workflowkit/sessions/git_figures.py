"""The figures of the agent, compared with those of the repository (docs/engine/sessions.md#diff-summary).

The figures of git are authoritative for the two commits they are computed from.
For sessions in a linked worktree those are not the session's own: the engine records the head of the main checkout.
"""

from __future__ import annotations

import re

from workflowkit.records import dataclass
from workflowkit.sessions.metrics import Metrics, Number


@dataclass(frozen=True, slots=True)
class GitFigures:
    """The change between two commits."""

    files_changed: int
    lines_added: int
    lines_removed: int
    """Binary files count as changed, without lines."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A figure that the agent reported otherwise."""

    figure: str
    """The name of the field of `GitFigures` and `Metrics`."""
    reported: Number
    actual: int


@dataclass(frozen=True, slots=True)
class GitComparison:
    """The figures of git, and where those of the agent differ."""

    figures: GitFigures
    disagreements: tuple[Disagreement, ...]


def commit_range(metrics: Metrics) -> str | None:
    """Return the argument for `git diff --numstat` that covers the session; None when a commit is missing or is not a SHA."""
    start, end = metrics.start_git_sha or "", metrics.end_git_sha or ""
    # Logs are not trusted: nothing but hexadecimal digits may reach a command line.
    if _SHA.fullmatch(start) and _SHA.fullmatch(end):
        return f"{start}..{end}"
    return None


def compare_with_git(metrics: Metrics, numstat: str) -> GitComparison:
    """Compute the figures from *numstat*, the output of `git diff --numstat start..end`, and compare *metrics* with them.

    A figure that was not reported is not compared.
    """
    rows = [match.groups() for line in numstat.split("\n") if (match := _ROW.match(line))]
    figures = GitFigures(
        files_changed=len(rows),
        lines_added=sum(int(added) for added, _ in rows if added != "-"),
        lines_removed=sum(int(removed) for _, removed in rows if removed != "-"),
    )
    pairs = (
        ("files_changed", metrics.files_changed, figures.files_changed),
        ("lines_added", metrics.lines_added, figures.lines_added),
        ("lines_removed", metrics.lines_removed, figures.lines_removed),
    )
    disagreements = tuple(
        Disagreement(name, reported, actual)
        for name, reported, actual in pairs
        if reported is not None and reported != actual
    )
    return GitComparison(figures, disagreements)


_SHA = re.compile(r"[0-9a-fA-F]{7,64}")
_ROW = re.compile(r"([0-9]{1,18}|-)\t([0-9]{1,18}|-)\t")
