"""Rename of steps, context keys, assessments and routines over all files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from workflowkit.language_server.symbols import Occurrence
from workflowkit.refactoring.plan import Refactoring, RefactoringError
from workflowkit.refactoring.rename_assessment import rename_assessment
from workflowkit.refactoring.rename_context_key import rename_context_key
from workflowkit.refactoring.rename_routine import rename_routine
from workflowkit.refactoring.rename_step import rename_step
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.run.live_project import LiveProject

_RENAMES: Final[Mapping[str, Callable[[SourceFiles, str, str, str], Refactoring]]] = {
    "step": rename_step,
    "key": rename_context_key,
    "assessment": rename_assessment,
}


def can_rename(project: LiveProject, name: Occurrence) -> bool:
    """Return whether *name* can be renamed: workflows only when they are routines."""
    if name.kind in _RENAMES:
        return name.use != "variable"
    return routine_id(project, name) is not None


def routine_id(project: LiveProject, name: Occurrence) -> str | None:
    """Return the id of the routine that *name* means; None when it means none."""
    routines = project.context.compile.routines
    if name.kind == "template" and name.name in routines.by_template:
        return routines.by_template[name.name].id
    is_routine = name.kind == "workflow" and name.name in routines.by_id
    return name.name if is_routine else None


def rename(
    files: SourceFiles, project: LiveProject, path: str, name: Occurrence, new: str
) -> Refactoring:
    """Return the plan that calls *name*, which is in the file at *path*, *new*. Raises RefactoringError."""
    rename_in = _RENAMES.get(name.kind)
    if rename_in is not None:
        return rename_in(files, path, name.name, new)
    routine = routine_id(project, name)
    if routine is None:
        raise RefactoringError(f"'{name.name}' cannot be renamed")
    return rename_routine(files, routine, new)
