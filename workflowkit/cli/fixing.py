"""Fixing from the command line: write the fixed files, or show what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from workflowkit.api import Project
from workflowkit.cli.patch import show_patch, unified_diff
from workflowkit.cli.rewriting import Rewriter
from workflowkit.lint.fixes import Fixed
from workflowkit.source import files, json_text
from workflowkit.source.document import Document


def show_fixes(project: Project, *, unsafe: bool, baseline: str | None = None) -> int:
    """Print what fixing would change, as a diff; return 1 when there is something."""
    fixed = project.fixed(unsafe=unsafe, baseline=baseline)
    for path, result in fixed.items():
        show_patch(unified_diff(path, project.sources[path].text, result.text))
    for line in _skipped(fixed.values()):
        click.echo(line, err=True)
    return int(any(result.applied for result in fixed.values()))


def apply_fixes(
    project: Project, *, unsafe: bool, baseline: str | None = None
) -> tuple[Project, str, Rewriter]:
    """Write the fixed files; return the project as it is then, how many fixes were applied and skipped, and what could not be written."""
    rewriter = Rewriter.beside(project.sources)
    fixed = project.fixed(unsafe=unsafe, baseline=baseline)
    written = {
        path: result
        for path, result in fixed.items()
        if not result.applied or rewriter.write(path, project.sources[path].text, result.text)
    }
    changed = {path: result.text for path, result in written.items() if result.applied}
    return project.with_texts(changed), summary(written.values()), rewriter


def write(document: Document, result: Fixed) -> None:
    """Write the file of *document* when fixes were applied to it. Raises UnreadableFile."""
    if result.applied:
        path = Path(document.path)
        files.remove_abandoned_beside(path)
        files.replace(path, json_text.encode(document.text), json_text.encode(result.text))


def summary(results: Iterable[Fixed]) -> str:
    """Return how many fixes were applied, and how many were skipped and why; empty when there were none."""
    results = tuple(results)
    n_applied = sum(len(result.applied) for result in results)
    lines = [f"{_fixes(n_applied)} applied"] if n_applied else []
    return "\n".join([*lines, *_skipped(results)])


def _skipped(results: Iterable[Fixed]) -> list[str]:
    reasons = Counter(skipped.reason for result in results for skipped in result.skipped)
    return [f"{_fixes(number)} skipped: {reason}" for reason, number in sorted(reasons.items())]


def _fixes(number: int) -> str:
    return f"{number} fix" if number == 1 else f"{number} fixes"
