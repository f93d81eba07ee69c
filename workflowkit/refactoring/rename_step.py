"""Rename a step, with everything that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.compiler.steps import every_step
from workflowkit.format.reader import Step, Workflow
from workflowkit.refactoring import proof
from workflowkit.refactoring.followers import following
from workflowkit.refactoring.json_places import JsonPlaces
from workflowkit.refactoring.names import other_names
from workflowkit.refactoring.plan import (
    Change,
    Refactoring,
    RefactoringError,
    RefactoringNote,
    RefusedNameError,
    by_file,
)
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.refactoring.texts import cited, is_called, is_compound, texts_in, words
from workflowkit.runtime.virtual_steps import virtual_ids
from workflowkit.text.json_values import as_fields
from workflowkit.text.suggest import did_you_mean

STEP_ID = re.compile(r"[a-z0-9-]{3,64}")
"""The ids that the format accepts for steps (docs/engine/format.md#stepid)."""


def rename_step(files: SourceFiles, path: str, old: str, new: str) -> Refactoring:
    """Return the plan that gives the step *old* of the workflow at *path* the id *new*. Raises RefactoringError.

    Prompts that cite the id in backticks are changed where nothing else has that name; other places that may mean it are notes.
    """
    workflow = files.workflow_at(path)
    step = only_step(workflow, path, old)
    _check_new(workflow, path, step, new)
    places = JsonPlaces(files.by_path[path])
    notes: list[RefactoringNote] = []
    changes = list(_structural(workflow, places, old, new))
    changes += _cited(files, workflow, places, (old, new), notes)
    callers = files.callers_of(files.templates_of(path))
    for caller in callers:
        changes += _cited_injected(files, caller, (old, new))
    plan = Refactoring(f"rename step '{old}' to '{new}'", by_file(changes))
    now = proof.after(files, plan)
    touched = (path, *(caller for caller in callers if caller != path))
    proof.require_renamed(files, now, touched, (old, new))
    plan, followed = following(files, now, plan, touched, proof.in_text(old, new))
    promises = (
        "the agent gets the same prompts, conditions and contracts in the same order; only the id differs",
        *proof.hash_lines(files, now, touched),
    )
    return replace(plan, promises=promises, notes=(*notes, *followed))


def only_step(workflow: Workflow, path: str, old: str) -> Step:
    """Return the step *old* of the *workflow* at *path*. Raises RefactoringError unless there is exactly one."""
    found = [step for step in workflow.all_steps if step.id == old]
    if not found:
        known = [step.id for step in workflow.all_steps if step.id]
        raise RefusedNameError(
            f"the workflow has no step '{old}'", path, help=did_you_mean(old, known)
        )
    if len(found) > 1:
        raise RefactoringError(
            f"{len(found)} steps have the id '{old}'", path, found[1].route, "fix that first"
        )
    return found[0]


def _check_new(workflow: Workflow, path: str, step: Step, new: str) -> None:
    if not STEP_ID.fullmatch(new):
        raise RefusedNameError(
            f"the format does not accept '{new}' as the id of a step",
            path,
            (*step.route, "id"),
            "use 3 to 64 lowercase letters, digits or hyphens",
        )
    for other in workflow.all_steps:
        if new in (other.id, *virtual_ids(other.value).values()):
            raise RefusedNameError(f"the id '{new}' is taken", path, (*other.route, "id"))


def _structural(workflow: Workflow, places: JsonPlaces, old: str, new: str) -> Iterator[Change]:
    """Yield the changes of the id itself, and of loops that name it as their body."""
    for step in workflow.all_steps:
        if step.id == old:
            yield places.set_string((*step.route, "id"), new)
        if step.body_id == old:
            yield places.set_string((*step.route, "body"), new)
        source = as_fields(step.config.get("conditionSource"))
        if step.id == old and source.get("loopId") == old:
            yield places.set_string((*step.route, "loop", "conditionSource", "loopId"), new)


def _cited(
    files: SourceFiles,
    workflow: Workflow,
    places: JsonPlaces,
    names: tuple[str, str],
    notes: list[RefactoringNote],
) -> Iterator[Change]:
    """Yield the changes of the texts that cite the id; add the places to *notes* where it may be something else."""
    old, new = names
    path = places.document.path
    compiled = every_step(files.compiled(path).steps)
    injected = [node.id for node in compiled if node.id.startswith(f"{old}.")]
    is_loop = any(step.is_loop and step.id == old for step in workflow.steps)
    is_only_step = old not in other_names(files, path, workflow, "step")
    for route, text in texts_in(workflow.value):
        taken = list(_in_decisions(text, old)) if is_loop else []
        yield from (places.set_window(route, window, new) for window in taken)
        for name in injected:
            for start, _ in cited(text, name):
                taken.append((start, start + len(old)))
                yield places.set_window(route, taken[-1], new)
        for window in cited(text, old):
            if is_only_step and (is_compound(old) or is_called(text, window, "step")):
                taken.append(window)
                yield places.set_window(route, window, new)
        left = [window for window in words(text, old) if window not in taken]
        if left and (is_compound(old) or set(left).intersection(cited(text, old))):
            message = f"'{old}' stays as it is in this text, where it may be something else"
            notes.append(RefactoringNote(path, message, route))


def _in_decisions(text: str, old: str) -> Iterator[tuple[int, int]]:
    """Yield where an example of a decision in *text* names the loop."""
    pattern = rf'"loopId"\s*:\s*"(?P<id>{re.escape(old)})"'
    for match in re.finditer(pattern, text) if "loopId" in text else ():
        yield match.span("id")


def _cited_injected(files: SourceFiles, path: str, names: tuple[str, str]) -> Iterator[Change]:
    """Yield the changes of the texts of a caller that cite the renamed step of its routine as `caller.step`."""
    old, new = names
    document = files.by_path[path]
    places = JsonPlaces(document)
    workflow = Workflow(document.value)
    callers = [step.id for step in workflow.all_steps if step.calls_template]
    for route, text in texts_in(workflow.value):
        for caller in callers:
            for _, end in cited(text, f"{caller}.{old}"):
                yield places.set_window(route, (end - len(old), end), new)
