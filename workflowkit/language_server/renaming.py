"""Rename of steps, context keys, assessments, routines and workflows over all files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    """Return whether *name* can be renamed: what the project itself defines."""
    if name.kind == "key":
        return name.name not in project.context.spec.engine.given_context_keys
    return name.kind in _RENAMES or workflow_id(project, name) is not None


def workflow_id(project: LiveProject, name: Occurrence) -> str | None:
    """Return the id of the workflow or routine that *name* means; None when it means none of the project."""
    routines = project.context.compile.routines
    if name.kind == "template" and name.name in routines.by_template:
        return routines.by_template[name.name].id
    is_known = name.kind == "workflow" and name.name in project.context.workflow_ids
    return name.name if is_known else None


def rename(
    files: SourceFiles, project: LiveProject, paths: Sequence[str], name: Occurrence, new: str
) -> Refactoring:
    """Return the plan that calls *name*, which belongs to the files at *paths*, *new*. Raises RefactoringError."""
    rename_in = _RENAMES.get(name.kind)
    if rename_in is not None:
        return rename_in(files, paths[0], name.name, new)
    identity = workflow_id(project, name)
    if identity is None:
        raise RefactoringError(f"'{name.name}' cannot be renamed")
    return rename_routine(files, identity, new)
