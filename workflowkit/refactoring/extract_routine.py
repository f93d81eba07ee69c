"""Extract a routine: consecutive steps become a file of their own, which the workflow calls in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflowkit.catalog.stamps import STAMP_FIELD
from workflowkit.compiler.passes.apply_features import apply_features
from workflowkit.compiler.passes.bind_slots import BINDING_TOKEN
from workflowkit.compiler.passes.expand_routines import PLACEHOLDER
from workflowkit.compiler.passes.render_blocks import render_blocks
from workflowkit.compiler.passes.resolve_refs import resolve_refs
from workflowkit.compiler.preview import startability
from workflowkit.compiler.routines import template_id
from workflowkit.compiler.steps import Origin, read_steps
from workflowkit.format.reader import Step, Workflow
from workflowkit.format.workflow_ids import WORKFLOW_ID, WORKFLOW_ID_HELP
from workflowkit.refactoring import proof
from workflowkit.refactoring.followers import following_steps
from workflowkit.refactoring.json_places import JsonPlaces
from workflowkit.refactoring.movable_steps import (
    consecutive_steps,
    require_movable,
    require_own_texts,
    require_valid,
)
from workflowkit.refactoring.plan import (
    Change,
    Refactoring,
    RefactoringError,
    RefactoringNote,
    RefusedNameError,
    by_file,
)
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.refactoring.step_text import formatted, steps_text
from workflowkit.refactoring.texts import cited, texts_in
from workflowkit.scaffold.workflow import name_of
from workflowkit.text.edits import Edit, Editor
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route

_LONGEST = 300
"""Characters of a description that stays readable in a list."""


def extract_routine(
    files: SourceFiles,
    path: str,
    step_ids: Sequence[str],
    routine_id: str,
    *,
    writes_out: bool = False,
) -> Refactoring:
    """Return the plan that moves the steps *step_ids* of the workflow at *path* to a new routine *routine_id*. Raises RefactoringError.

    The agent gets the same; a step `x` runs as `CALL.x`, where CALL is the new step that calls the routine.
    With *writes_out* the texts of refs and features may be written out in the routine, which cannot refer to them.
    """
    workflow = files.workflow_at(path)
    steps = consecutive_steps(workflow, path, step_ids)
    require_valid(files, path)
    require_movable(files, path, steps)
    if not writes_out:
        require_own_texts(files, path, steps)
    target = _target(files, path, routine_id)
    injected = [_with_raw_prompt(files, workflow, path, step) for step in steps]
    routine = _routine(workflow, steps, injected, routine_id)
    call = _call(files, workflow, injected, routine_id)
    places = JsonPlaces(files.by_path[path])
    start, end = places.value(steps[0].route)[0], places.value(steps[-1].route)[1]
    text = steps_text([call], files.by_path[path].text, start)
    plan = Refactoring(
        f"extract routine '{routine_id}' from {len(steps)} steps",
        by_file(
            [
                places.replace(start, end, text, steps[0].route),
                *_tag_changes(files, workflow.id, routine_id),
            ]
        ),
        {target: formatted(routine)},
    )
    return _proved(files, plan, path, target, steps)


def _proved(
    files: SourceFiles, plan: Refactoring, path: str, target: str, steps: Sequence[Step]
) -> Refactoring:
    now = proof.after(files, plan)
    alone = now.compiled(target)
    if not alone.is_valid:
        error = next(iter(alone.errors))
        raise RefactoringError(f"the routine alone would not compile: {error.message}", path)
    value = now.by_path[path].value
    if startability(value, now.compiled(path).steps) != "ok":
        reason = f"step '{steps[0].id}' is the first one, and a run cannot start with a routine"
        raise RefactoringError(reason, path, steps[0].route, "add a step before it")
    number = proof.require_same_steps(path, files.compiled(path), now.compiled(path))

    def moved(route: Route) -> Route | None:
        is_inside = any(route[: len(step.route)] == step.route for step in steps)
        return None if is_inside else route

    plan, followed = following_steps(files, now, plan, path, moved)
    ids = proof.new_ids(files.compiled(path), now.compiled(path))
    promises = (
        f"the agent gets the same prompts, conditions and contracts in all {number} steps",
        f"ids: {', '.join(f'{old} becomes {new}' for old, new in ids.items())}",
        *proof.hash_lines(files, now, (path,)),
    )
    left = _citations(files, path, steps)
    frozen = _frozen(files, path, steps)
    return replace(plan, promises=promises, notes=(*frozen, *left, *followed))


def _target(files: SourceFiles, path: str, routine_id: str) -> str:
    """Return the path of the new routine. Raises RefactoringError when the id or the path cannot be used."""
    if not (3 <= len(routine_id) <= 64 and re.search(WORKFLOW_ID, routine_id)):
        raise RefusedNameError(f"'{routine_id}' is no workflow id", path, help=WORKFLOW_ID_HELP)
    if routine_id.endswith("\n"):
        raise RefusedNameError("a workflow id has no line break", path, help=WORKFLOW_ID_HELP)
    prefixes = files.spec.engine.routine_prefixes
    own = {as_text(as_fields(each.value).get("id")) for each in files.workflows}
    routines = files.compile.routines
    if routine_id in {*own, *routines.by_id, *files.spec.engine.bundled_ids}:
        raise RefusedNameError(f"the id '{routine_id}' is taken", path)
    other = files.routine_called(template_id(routine_id, prefixes))
    if other is not None:
        reason = f"routine '{other.id}' is called by the template id of '{routine_id}'"
        raise RefusedNameError(reason, path)
    name = routine_id.rpartition(".")[2].removeprefix("routine-")
    target = f"{files.routines_folder}/{name}.json"
    if target in files.by_path:
        raise RefactoringError(f"the file {target} exists", path, help="choose another id")
    return target


def _with_raw_prompt(
    files: SourceFiles, workflow: Workflow, path: str, step: Step
) -> dict[str, Json]:
    """Return *step* with its blocks rendered, since injection takes nothing but raw prompts. Raises RefactoringError for a step without a prompt."""
    nodes = read_steps([step.value], Origin)
    for run in (apply_features, resolve_refs, render_blocks):
        nodes, errors = run(nodes, workflow.value, files.compile)
        if errors:
            raise RefactoringError(errors[0].message, path, step.route)
    rendered = nodes[0].value
    if not as_text(rendered.get("prompt")):
        raise RefactoringError(f"step '{step.id}' has no prompt", path, step.route)
    return {
        ("prompt" if key == "promptBlocks" else key): rendered.get(
            "prompt" if key == "promptBlocks" else key
        )
        for key in step.value
    }


def _routine(
    workflow: Workflow, steps: Sequence[Step], injected: list[Json], routine_id: str
) -> dict[str, Json]:
    """Return the new routine, with what its steps need to compile alone."""
    titles = "; ".join(step.title for step in steps)
    name = workflow.text("name") or workflow.id
    description = _shortened(f"Call this for these steps of {name}: {titles}.")
    routine: dict[str, Json] = {
        "id": routine_id,
        "name": name_of(routine_id)[:128],
        "description": description,
        "version": "0.1.0",
    }
    if STAMP_FIELD in workflow.value:
        # The texts are those that were reviewed.
        routine[STAMP_FIELD] = workflow.value[STAMP_FIELD]
    refs = {ref for step in steps for ref in step.assessment_refs}
    asked = [each for _, each in workflow.records("assessments") if each.get("id") in refs]
    points = workflow.records("extensionPoints")
    slots = {
        slot for _, text in texts_in({"steps": injected}) for slot in BINDING_TOKEN.findall(text)
    }
    bound = [each for _, each in points if each.get("slotId") in slots]
    functions = list(_functions(workflow, steps))
    declared: dict[str, Json] = {
        "functionDefinitions": functions,
        "assessments": asked,
        "extensionPoints": bound,
    }
    routine |= {key: entries for key, entries in declared.items() if entries}
    return {**routine, "steps": injected}


def _tag_changes(files: SourceFiles, workflow_id: str, routine_id: str) -> Iterator[Change]:
    """Yield the change that gives the routine the tags of another routine, or of the workflow, where the workflow has some."""
    for document in files.id_tables:
        tags = as_fields(as_fields(document.value).get("workflows"))
        if workflow_id not in tags:
            continue
        others = (name for name in files.compile.routines.by_id if name in tags)
        entry = tags[next(others, workflow_id)]
        edit = Edit("set", ("workflows", routine_id), entry)
        for change in Editor(document.text).replacements([edit]):
            yield JsonPlaces(document).replace(change.start, change.end, change.text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4].rpartition(' ')[0]} ..."


def _functions(workflow: Workflow, steps: Sequence[Step]) -> Iterator[Json]:
    """Yield the functions that *steps* call or show, and do not define themselves."""
    wanted = {
        as_text(as_fields(call).get("name"))
        for step in steps
        for call in as_items(step.value.get("functionCalls"))
    }
    wanted |= {
        as_text(name).removesuffix("()")
        for step in steps
        for name in as_items(step.value.get("functionReferences"))
    }
    around = steps[0].loop.value if steps[0].loop else {}
    for value in (around, workflow.value):
        for function in map(as_fields, as_items(value.get("functionDefinitions"))):
            if function.get("name") in wanted:
                wanted.discard(as_text(function.get("name")))
                yield function


def _call(
    files: SourceFiles, workflow: Workflow, injected: list[Json], routine_id: str
) -> dict[str, Json]:
    """Return the step that calls the routine. What is in single braces would be an argument, so the call gives it as itself."""
    texts = [as_text(step.get(key)) for step in injected for key in ("prompt", "title")]
    names = dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text))
    template = template_id(routine_id, files.spec.engine.routine_prefixes)
    call: dict[str, Json] = {"templateId": template}
    if names:
        call["args"] = {name: f"{{{name}}}" for name in names}
    return {
        "id": _call_id(workflow, routine_id),
        "title": name_of(routine_id)[:128] or "Routine",
        "templateCall": call,
    }


def _call_id(workflow: Workflow, routine_id: str) -> str:
    bare = routine_id.rpartition(".")[2].removeprefix("routine-")
    name = re.sub(r"[^a-z0-9-]", "-", bare)[:58]
    taken = {step.id for step in workflow.all_steps}
    names = (name if len(name) > 2 else f"run-{name}", *(f"{name}-{n}" for n in range(2, 1000)))
    return next(each for each in names if each not in taken)


def _frozen(files: SourceFiles, path: str, steps: Sequence[Step]) -> Iterator[RefactoringNote]:
    """Yield a note for each step whose prompt has texts of refs or features, which are written out in the routine."""
    features = Workflow(files.by_path[path].value).features
    for step in steps:
        names = [ref for _, ref in step.refs()] + (features if step.has_blocks else [])
        if names:
            listed = ", ".join(f"'{name}'" for name in dict.fromkeys(names))
            message = f"the texts of {listed} are written out in the routine, where they no longer follow their source"
            yield RefactoringNote(path, message, step.route)


def _citations(files: SourceFiles, path: str, steps: Sequence[Step]) -> Iterator[RefactoringNote]:
    """Yield a note for each text that stays in the workflow and cites one of *steps*."""
    for route, text in texts_in(files.by_path[path].value):
        if any(route[: len(step.route)] == step.route for step in steps):
            continue
        for step in steps:
            if next(cited(text, step.id), None) is not None:
                message = f"this text cites step '{step.id}', which is in the routine now"
                yield RefactoringNote(path, message, route)
