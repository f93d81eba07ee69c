"""The steps that a routine can be made of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workflowkit.format.reader import Step, Workflow
from workflowkit.refactoring.plan import RefactoringError, RefusedNameError
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.text.suggest import did_you_mean


def consecutive_steps(workflow: Workflow, path: str, step_ids: Sequence[str]) -> list[Step]:
    """Return the steps with *step_ids* in their order. Raises RefactoringError unless they follow each other in one list."""
    found: list[Step] = []
    for step_id in dict.fromkeys(step_ids):
        named = [step for step in workflow.all_steps if step.id == step_id]
        if not named:
            known = [step.id for step in workflow.all_steps]
            reason = f"the workflow has no step '{step_id}'"
            raise RefusedNameError(reason, path, help=did_you_mean(step_id, known))
        if len(named) > 1:
            reason = f"{len(named)} steps have the id '{step_id}'"
            raise RefactoringError(reason, path, named[1].route, "fix that first")
        found += named
    if not found:
        raise RefactoringError("no step is named", path)
    found.sort(key=lambda step: (len(step.route), step.route))
    for before, step in pairwise(found):
        is_next = step.route[:-1] == before.route[:-1]
        if not is_next or step.route[-1] != int(before.route[-1]) + 1:
            reason = f"step '{step.id}' does not follow step '{before.id}'"
            raise RefactoringError(reason, path, step.route, "name consecutive steps")
    return found


def require_movable(files: SourceFiles, path: str, steps: Sequence[Step]) -> None:
    """Raise RefactoringError for *steps* of the workflow at *path* that a routine cannot have, and for a routine, which could no longer be called."""
    if files.templates_of(path):
        reason = "the file is a routine, and a routine that calls another one cannot be called"
        raise RefactoringError(reason, path)
    for step in steps:
        _require_kind(files.workflow_at(path), path, step)


def require_own_texts(files: SourceFiles, path: str, steps: Sequence[Step]) -> None:
    """Raise RefactoringError for *steps* of the workflow at *path* whose prompts have texts of refs or features."""
    added = files.compile.features
    features = [each for each in files.workflow_at(path).features if each in added]
    for step in steps:
        names = [ref for _, ref in step.refs()]
        if step.has_blocks:
            sections = (
                (added[name].constraints, added[name].procedure, added[name].verify)
                for name in features
            )
            names += [name for name, texts in zip(features, sections, strict=True) if any(texts)]
        if names:
            listed = ", ".join(f"'{name}'" for name in dict.fromkeys(names))
            reason = f"the prompt of step '{step.id}' has the texts of {listed}, to which a routine cannot refer"
            raise RefactoringError(reason, path, step.route, "allow to write them out")


def _require_kind(workflow: Workflow, path: str, step: Step) -> None:
    reason = ""
    if step.is_loop:
        reason = f"step '{step.id}' is a loop, which a routine cannot have"
    elif step.is_parallel:
        reason = f"step '{step.id}' starts other workflows, which a routine cannot do"
    elif "templateCall" in step.value:
        reason = f"step '{step.id}' calls a routine, and a routine cannot call another one"
    loop = next((each for each in workflow.steps if each.body_id == step.id), None)
    if loop is not None:
        reason = f"loop '{loop.id}' names step '{step.id}' as its body, and the id would change"
    if reason:
        raise RefactoringError(reason, path, step.route)


def require_valid(files: SourceFiles, path: str) -> None:
    """Raise RefactoringError unless the workflow at *path* compiles."""
    compilation = files.compiled(path)
    if not compilation.is_valid or compilation.doubts:
        error = next(iter((*compilation.errors, *compilation.doubts)))
        reason = f"the workflow does not compile, so that nothing can be proved: {error.message}"
        raise RefactoringError(reason, path, error.route, "fix it first")
