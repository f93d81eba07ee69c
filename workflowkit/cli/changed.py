"""Changed files on the command line: the options that take only what a change touches, and the report on what was taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from workflowkit.cli import completing
from workflowkit.cli.terminal import print_line
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.run.focus import Focus
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.wording import counted

if TYPE_CHECKING:
    from workflowkit.run.changed_files import ChangedFiles


@dataclass(frozen=True, slots=True)
class ChangeChoice:
    """The change whose files are taken."""

    since: str | None
    """The commit that files are compared with."""
    staged: bool
    """True for what the next commit changes."""

    @property
    def is_given(self) -> bool:
        """True when not all files are taken."""
        return self.since is not None or self.staged

    def read(self) -> ChangedFiles:
        """Return the changed files. Raises UsageError and WorkflowkitError."""
        from workflowkit.run.changed_files import changed_since, staged

        return staged() if self.since is None else changed_since(self.since)

    def files(self) -> AbstractContextManager[None]:
        """Have files read as the change has them: staged files from the index. Raises UsageError and WorkflowkitError."""
        if not self.staged:
            return nullcontext()
        from workflowkit.run.changed_files import index_laid_over

        return index_laid_over()


_SINCE: Callable[[Any], Any] = click.option(
    "--changed-since",
    shell_complete=completing.commits,
    metavar="REF",
    help="Take only what the changes since a commit touch.",
)


def since(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--changed-since`, passed on as `change`, a `ChangeChoice`."""

    @wraps(command)
    def with_change(*args: Any, changed_since: str | None, **others: Any) -> Any:
        return command(*args, change=ChangeChoice(changed_since, staged=False), **others)

    decorated: Callable[..., Any] = _SINCE(with_change)
    return decorated


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--changed-since` and `--staged`, passed on as `change`, a `ChangeChoice`."""

    @click.option(
        "--changed-since",
        shell_complete=completing.commits,
        metavar="REF",
        help="Take only what the changes since a commit touch.",
    )
    @click.option(
        "--staged", is_flag=True, help="Take only what the staged changes touch, as it is staged."
    )
    @wraps(command)
    def with_change(*args: Any, changed_since: str | None, staged: bool, **others: Any) -> Any:
        if staged and changed_since is not None:
            raise UsageError("--staged and --changed-since exclude each other")
        return command(*args, change=ChangeChoice(changed_since, staged), **others)

    return with_change


def focused(
    group: ProjectGroup, given: Options, change: ChangeChoice
) -> tuple[ProjectGroup, Mapping[str, str]]:
    """Return *group*, which reports on the touched files alone, and these files with the reasons. Raises UsageError and WorkflowkitError."""
    from workflowkit.run.touched import touched

    changed = change.read()
    taken: dict[str, str] = {}
    projects: list[Project] = []
    for project in group.projects:
        found = touched(project, given, changed)
        taken |= found
        projects.append(replace(project, focus=Focus(frozenset(found))))
    return replace(group, projects=tuple(projects)), taken


def narrowed(
    group: ProjectGroup, given: Options, change: ChangeChoice
) -> tuple[ProjectGroup, Mapping[str, str]]:
    """Return *group* with the touched workflows alone, and these with the reasons. Raises as `focused`."""
    from workflowkit.run.touched import touched

    changed = change.read()
    taken: dict[str, str] = {}
    projects: list[Project] = []
    for project in group.projects:
        found = touched(project, given, changed)
        context = project.context
        scope = tuple(map(context.name_of, found))
        taken |= found
        projects.append(
            replace(project.only(found), context=replace(context, is_whole=False, scope=scope))
        )
    return replace(group, projects=tuple(projects)), taken


def report(
    taken: Mapping[str, str],
    n_files: int,
    change: ChangeChoice,
    *,
    verbose: bool,
    verb: str = "lint",
) -> None:
    """Report on standard error how many files were taken and, with *verbose*, each with the reason."""
    where = f"changed since {change.since}" if change.since is not None else "staged"
    if not taken:
        print_line(f"nothing to {verb}: no file of this run is {where}, or uses one", err=True)
        return
    print_line(f"note: {len(taken)} of {counted(n_files, 'file')} taken, {where}", err=True)
    if verbose:
        for path, reason in sorted(taken.items()):
            print_line(f"taken: {path}: {reason}", err=True)
