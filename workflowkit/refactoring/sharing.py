"""Which files share a name: a workflow and the routines whose steps run in it, as far as both use the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflowkit.format.reader import Workflow
from workflowkit.refactoring.plan import RefactoringError
from workflowkit.refactoring.source_files import SourceFiles

Uses = Callable[[Workflow], bool]
"""Whether a workflow or routine, alone, uses the name."""


def sharing(files: SourceFiles, path: str, uses: Uses, what: str) -> tuple[str, ...]:
    """Return the paths of all files that share a name with the one at *path*, which is the first.

    Raises RefactoringError when one of them cannot be changed; *what* is the name for its message.
    """
    found = {path: None}
    pending = [path]
    while pending:
        here = pending.pop()
        for other in (
            *_callees(files, here, uses, what),
            *files.callers_of(files.templates_of(here)),
        ):
            if other not in found and uses(files.workflow_at(other)):
                found[other] = None
                pending.append(other)
    return tuple(found)


def _callees(files: SourceFiles, path: str, uses: Uses, what: str) -> Iterator[str]:
    """Yield the files of the routines that the workflow at *path* calls."""
    for step in files.workflow_at(path).all_steps:
        routine = files.routine_called(step.template_id) if step.calls_template else None
        if routine is None:
            continue
        if routine.path in files.by_path:
            yield routine.path
        elif uses(Workflow(routine.definition)):
            raise RefactoringError(
                f"routine '{routine.id}' uses {what}, and its file is not one of the project",
                path,
                (*step.route, "templateCall", "templateId"),
                "inline the routine, or copy it into the project",
            )
