"""Inline a routine: a step that calls it becomes the steps that the compiler injects for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflowkit.compiler.steps import CompiledStep, every_step
from workflowkit.format.reader import Step, Workflow
from workflowkit.refactoring import proof
from workflowkit.refactoring.followers import following_steps
from workflowkit.refactoring.json_places import JsonPlaces
from workflowkit.refactoring.movable_steps import require_valid
from workflowkit.refactoring.plan import Refactoring, RefactoringError, RefactoringNote, by_file
from workflowkit.refactoring.rename_step import STEP_ID, only_step
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.refactoring.step_text import steps_text
from workflowkit.refactoring.texts import cited, texts_in
from workflowkit.runtime.virtual_steps import virtual_ids
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route

_CALL_KEYS = ("id", "title", "templateCall", "runCondition")
"""Keys of a call that have an effect, or that every step has."""


def inline_routine(files: SourceFiles, path: str, step_id: str) -> Refactoring:
    """Return the plan that writes the steps of the routine that step *step_id* of the workflow at *path* calls in its place. Raises RefactoringError.

    The agent gets the same; a step that ran as `CALL.x` gets the id `x`, or `CALL-x` when `x` is taken.
    """
    workflow = files.workflow_at(path)
    call = only_step(workflow, path, step_id)
    if not call.calls_template:
        raise RefactoringError(f"step '{step_id}' calls no routine", path, call.route)
    require_valid(files, path)
    nodes = [
        node
        for node in every_step(files.compiled(path).stages[0].steps)
        if node.origin.route == call.route
    ]
    ids = _own_ids(workflow, path, call, nodes)
    values = [{**node.json(), "id": ids[node.id]} for node in nodes]
    places = JsonPlaces(files.by_path[path])
    start, end = places.value(call.route)
    text = steps_text(values, files.by_path[path].text, start)
    routine = nodes[0].origin.routine
    plan = Refactoring(
        f"inline routine '{routine}' at step '{step_id}'",
        by_file([places.replace(start, end, text, call.route)]),
    )
    return _proved(files, plan, path, call, routine)


def _proved(
    files: SourceFiles, plan: Refactoring, path: str, call: Step, routine: str
) -> Refactoring:
    now = proof.after(files, plan)
    number = proof.require_same_steps(path, files.compiled(path), now.compiled(path))
    ids = proof.new_ids(files.compiled(path), now.compiled(path))

    def moved(route: Route) -> Route | None:
        return None if route[: len(call.route)] == call.route else route

    plan, followed = following_steps(files, now, plan, path, moved)
    promises = (
        f"the agent gets the same prompts, conditions and contracts in all {number} steps",
        f"ids: {', '.join(f'{old} becomes {new}' for old, new in ids.items())}",
        *proof.hash_lines(files, now, (path,)),
    )
    notes = (*_dropped(path, call), *_citations(files, path, call), *_unused(now, routine))
    return replace(plan, promises=promises, notes=(*notes, *followed))


def _own_ids(
    workflow: Workflow, path: str, call: Step, nodes: Sequence[CompiledStep]
) -> dict[str, str]:
    """Return an id that the format accepts for each injected id. Raises RefactoringError when there is none."""
    taken = {step.id for step in workflow.all_steps if step.route != call.route}
    taken |= {each for step in workflow.all_steps for each in virtual_ids(step.value).values()}
    found: dict[str, str] = {}
    for node in nodes:
        own = node.id.removeprefix(f"{call.id}.")
        candidates = (own, f"{call.id}-{own}")
        chosen = next(
            (each for each in candidates if each not in taken and STEP_ID.fullmatch(each)), None
        )
        if chosen is None:
            reason = f"neither '{own}' nor '{call.id}-{own}' can be the id of a step here"
            raise RefactoringError(reason, path, call.route, "rename one of the steps first")
        found[node.id] = chosen
        taken.add(chosen)
    return found


def _dropped(path: str, call: Step) -> Iterator[RefactoringNote]:
    keys: list[Json] = [key for key in call.value if key not in _CALL_KEYS]
    if keys:
        listed = ", ".join(f"'{key}'" for key in keys)
        message = f"{listed} of step '{call.id}' had no effect and is gone"
        yield RefactoringNote(path, message, call.route)


def _citations(files: SourceFiles, path: str, call: Step) -> Iterator[RefactoringNote]:
    """Yield a note for each text of the workflow that cites the call or a step that it injected."""
    for route, text in texts_in(files.by_path[path].value):
        is_outside = route[: len(call.route)] != call.route
        if is_outside and next(cited(text, call.id), None) is not None:
            message = f"this text cites step '{call.id}', which is gone"
            yield RefactoringNote(path, message, route)


def _unused(now: SourceFiles, routine: str) -> Iterator[RefactoringNote]:
    """Yield a note when no workflow of the project calls or names *routine* any more."""
    for document in now.workflows:
        own = isinstance(document.value, dict) and as_text(document.value.get("id")) == routine
        templates = now.templates_of(document.path) if own else ()
        if own and not now.callers_of(templates):
            yield RefactoringNote(document.path, f"no workflow calls routine '{routine}' any more")
