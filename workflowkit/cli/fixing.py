"""Fixing from the command line: write the fixed files, or print the changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from workflowkit.cli.patch import show_patch, unified_diff
from workflowkit.cli.rewriting import Rewriter
from workflowkit.errors import UsageError
from workflowkit.lint.fixes import Fixed, Skipped
from workflowkit.records import dataclass
from workflowkit.report.cells import printable
from workflowkit.report.style import Style
from workflowkit.report.text import address
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text import files, json_text
from workflowkit.text.document import Document


@dataclass(frozen=True, slots=True)
class FixOptions:
    """Which fixes a run shows or applies."""

    unsafe: bool
    fingerprints: tuple[str, ...] = ()
    """The fingerprints of the only findings to fix; empty for all."""

    @classmethod
    def of(cls, unsafe: bool, fingerprints: tuple[str, ...], *, is_used: bool) -> FixOptions:
        """Return the options. Raises UsageError for *fingerprints* of a run that neither shows nor applies fixes."""
        if fingerprints and not (unsafe or is_used):
            raise UsageError(
                "--fingerprint chooses what to fix", help="add --diff or --fix, or omit it"
            )
        return cls(unsafe, fingerprints)

    def fixed(self, project: Project, baseline: str | None) -> dict[str, Fixed]:
        """Return the fixed files of *project* by path."""
        return project.fixed(unsafe=self.unsafe, baseline=baseline, fingerprints=self.fingerprints)


def show_fixes(
    group: ProjectGroup, choice: FixOptions, style: Style, baseline: str | None = None
) -> int:
    """Print the changes of fixes as a patch, or that there are none; return 1 when there are any."""
    results: list[Fixed] = []
    for project in group.projects:
        for path, result in choice.fixed(project, baseline).items():
            show_patch(unified_diff(path, project.sources[path].text, result.text), style)
            results.append(result)
    for line in _skipped(results) or ["no fix to apply"] * (not results):
        click.echo(line, err=True)
    return int(any(result.applied for result in results))


def apply_fixes(
    group: ProjectGroup, choice: FixOptions, baseline: str | None = None
) -> tuple[ProjectGroup, str, Rewriter]:
    """Write the fixed files; return the new group, the summary of applied and skipped fixes, and the rewriter."""
    rewriter = Rewriter.beside(path for each in group.projects for path in each.sources)
    fixed = [(each, choice.fixed(each, baseline)) for each in group.projects]
    written: list[Fixed] = []
    projects: list[Project] = []
    for project, results in fixed:
        changed: dict[str, str] = {}
        for path, result in results.items():
            if result.applied:
                if not rewriter.write(path, project.sources[path].text, result.text):
                    continue
                changed[path] = result.text
            written.append(result)
        projects.append(project.with_texts(changed))
    return replace(group, projects=tuple(projects)), summary(written), rewriter


def print_fixed(
    group: ProjectGroup, content: bytes, choice: FixOptions, baseline: str | None = None
) -> tuple[ProjectGroup, str, Rewriter]:
    """Print the fixed text of the one file, whose *content* came from standard input; return what `apply_fixes` returns."""
    (project,) = group.projects
    fixed = choice.fixed(project, baseline)
    changed = {path: result.text for path, result in fixed.items() if result.applied}
    group = replace(group, projects=(project.with_texts(changed),))
    click.echo(next(map(json_text.encode, changed.values()), content), nl=False)
    return group, summary(fixed.values()), Rewriter()


def write(document: Document, result: Fixed) -> None:
    """Write the file of *document* when fixes were applied to it. Raises UnreadableFile."""
    if result.applied:
        path = Path(document.path)
        files.remove_abandoned_beside(path)
        files.replace(path, json_text.encode(document.text), json_text.encode(result.text))


def summary(results: Iterable[Fixed]) -> str:
    """Return how many fixes were applied, and how many were skipped and why; empty when there are none."""
    results = tuple(results)
    n_applied = sum(len(result.applied) for result in results)
    lines = [f"{_fixes(n_applied)} applied"] if n_applied else []
    return "\n".join([*lines, *_skipped(results)])


def _skipped(results: Iterable[Fixed]) -> list[str]:
    skipped = [one for result in results for one in result.skipped]
    reasons = Counter(one.reason for one in skipped)
    lines: list[str] = []
    for reason, number in sorted(reasons.items()):
        lines.append(f"{_fixes(number)} skipped: {reason}")
        details = [_detail(one) for one in skipped if one.reason == reason]
        lines += details[:_MOST_LISTED]
        if len(details) > _MOST_LISTED:
            lines.append(f"  and {len(details) - _MOST_LISTED} more")
    return lines


_MOST_LISTED = 10
"""Maximum number of skipped fixes that are listed with the same reason."""


def _detail(skipped: Skipped) -> str:
    """Return where the skipped fix is, what it would do, and what it would cause."""
    found = skipped.diagnostic
    title = found.finding.fix.title if found.finding.fix else ""
    cause = f"; it would cause {skipped.cause}" if skipped.cause else ""
    where = address(found.path, found.span)
    return printable(f"  {where}: {found.code} {found.name}: {title}{cause}")


def _fixes(number: int) -> str:
    return f"{number} fix" if number == 1 else f"{number} fixes"
