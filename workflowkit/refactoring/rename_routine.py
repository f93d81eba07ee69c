"""Rename the id of a routine or another workflow, over all files that name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from workflowkit.compiler.routines import template_id
from workflowkit.format.reader import Workflow
from workflowkit.format.workflow_ids import WORKFLOW_ID, WORKFLOW_ID_HELP
from workflowkit.refactoring import proof
from workflowkit.refactoring.followers import following
from workflowkit.refactoring.json_places import JsonPlaces
from workflowkit.refactoring.plan import (
    Change,
    Refactoring,
    RefactoringError,
    RefusedNameError,
    by_file,
)
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.refactoring.texts import cited, is_compound, texts_in, words
from workflowkit.text.document import Document
from workflowkit.text.edits import Edit
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, walk
from workflowkit.text.suggest import did_you_mean
from workflowkit.triggers import trigger_file
from workflowkit.triggers.editing import replacement
from workflowkit.triggers.line_reader import LineEntry

Names = Mapping[str, str]
"""The former id and template id to the new ones."""


def rename_routine(files: SourceFiles, old: str, new: str) -> Refactoring:
    """Return the plan that gives the routine or workflow *old* the id *new*, in its file and in all that name it. Raises RefactoringError.

    The file keeps its name.
    """
    path = _file_of(files, old)
    _check(files, path, old, new)
    prefixes = files.spec.engine.routine_prefixes
    names = {old: new, template_id(old, prefixes): template_id(new, prefixes)}
    changes: list[Change] = []
    for document in files.workflows:
        if isinstance(document.value, dict) and document.is_faithful:
            changes += _in_workflow(document, names)
    for document in files.bindings:
        changes += _in_json(document, {old: new})
    for document in (*files.id_tables, *filter(None, (files.baseline, files.ledger))):
        changes += _in_json(document, {old: new})
    changes += _in_triggers(files, old, new)
    plan = Refactoring(f"rename '{old}' to '{new}'", by_file(changes))
    now = proof.after(files, plan)
    touched = tuple(each for each in plan.edits if each in files.by_path)
    for each in touched:
        before, later = files.compiled(each), now.compiled(each)
        proof.require_same(each, before, later, _normal(names), "the workflow")
    plan, followed = following(files, now, plan, touched, _in_message(names))
    promises = (
        "the agent gets the same prompts; only the id differs where one cites it",
        *proof.hash_lines(files, now, touched),
    )
    return replace(plan, promises=promises, notes=followed)


def _file_of(files: SourceFiles, old: str) -> str:
    ids = [
        (as_text(as_fields(document.value).get("id")), document.path)
        for document in files.workflows
    ]
    found = [path for own, path in ids if own == old]
    if len(found) > 1:
        raise RefactoringError(f"{len(found)} files have the id '{old}'", found[1], ("id",))
    if found:
        files.workflow_at(found[0])
        return found[0]
    if old in files.compile.routines.by_id:
        raise RefactoringError(f"the file of routine '{old}' is not one of the project")
    known = [own for own, _ in ids if own]
    raise RefusedNameError(f"no routine or workflow '{old}'", help=did_you_mean(old, known))


def _check(files: SourceFiles, path: str, old: str, new: str) -> None:
    if not (3 <= len(new) <= 64 and re.search(WORKFLOW_ID, new)) or new.endswith("\n"):
        raise RefusedNameError(f"'{new}' is no workflow id", path, ("id",), WORKFLOW_ID_HELP)
    taken = {as_text(as_fields(each.value).get("id")): each.path for each in files.workflows}
    taken |= {key: routine.path for key, routine in files.compile.routines.by_id.items()}
    if new in taken or new in files.spec.engine.bundled_ids:
        raise RefusedNameError(f"the id '{new}' is taken", taken.get(new, path), ("id",))
    if new.startswith("wr.") and not old.startswith("wr."):
        raise RefusedNameError("the namespace 'wr' is for bundled workflows", path, ("id",))
    prefixes = files.spec.engine.routine_prefixes
    if not files.templates_of(path):
        return
    other = files.routine_called(template_id(new, prefixes))
    if other is not None and other.id != old:
        reason = f"routine '{other.id}' is called by the template id of '{new}'"
        raise RefusedNameError(reason, path, ("id",))
    is_by_id = "routines" not in path.split("/")[:-1] and old.startswith(prefixes)
    if is_by_id and not new.startswith(prefixes):
        reason = f"the file is a routine by its id, and '{new}' is no id of a routine"
        raise RefactoringError(reason, path, ("id",), f"let the id begin with '{prefixes[-1]}'")


def _in_workflow(document: Document, names: Names) -> Iterator[Change]:
    places, workflow = JsonPlaces(document), Workflow(document.value)
    for route in _structural(workflow):
        name = _string_at(workflow.value, route)
        if name in names:
            yield places.set_string(route, names[name])
    for route, text in texts_in(workflow.value):
        for old, new in names.items():
            windows = words(text, old) if is_compound(old) else cited(text, old)
            yield from (places.set_window(route, window, new) for window in windows)


def _structural(workflow: Workflow) -> Iterator[Route]:
    """Yield where a workflow can name workflows: its own id, calls, defaults of slots, delegations."""
    yield ("id",)
    for route, _ in workflow.records("extensionPoints"):
        yield (*route, "default")
    for step in workflow.all_steps:
        yield (*step.route, "templateCall", "templateId")
        yield from ((*route, "workflowId") for route, _ in step.delegations)


def _string_at(value: Json, route: Route) -> str:
    for part in route:
        value = as_items(value)[part] if isinstance(part, int) else as_fields(value).get(part)
    return as_text(value)


def _in_json(document: Document, names: Names) -> Iterator[Change]:
    """Yield the changes of the keys and strings of a JSON file that are the id."""
    if document.broken:
        return
    places = JsonPlaces(document)
    for route, value in walk(document.value):
        if isinstance(value, str) and value in names:
            yield places.set_string(route, names[value])
        if route and isinstance(route[-1], str) and route[-1] in names:
            yield places.set_key(route, names[route[-1]])


def _in_triggers(files: SourceFiles, old: str, new: str) -> Iterator[Change]:
    for document in files.triggers:
        for trigger in trigger_file.parse(document.text).triggers:
            for path, entry in trigger.entries.items():
                if path[-1] == "workflowId" and trigger.text(*path) == old:
                    yield document.path, _trigger_edit(document.text, entry, old, new)


def _trigger_edit(text: str, entry: LineEntry, old: str, new: str) -> Edit:
    """Return the change of the value of *entry* from *old* to *new*; its quotes stay."""
    start = entry.raw[0] + text[slice(*entry.raw)].index(old)
    return replacement(start, start + len(old), new)


def _normal(names: Names) -> proof.Normal:
    steps = [proof.normal_name(old, new) for old, new in names.items()]

    def normal(value: Json) -> Json:
        for step in steps:
            value = step(value)
        return value

    return normal


def _in_message(names: Names) -> proof.InText:
    steps = [proof.in_text(old, new) for old, new in names.items()]

    def changed(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return changed
