"""Rename a context key, over all files whose runs share it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.analysis.metrics import KEY as METRICS_KEY
from workflowkit.format.reader import Workflow
from workflowkit.refactoring import proof
from workflowkit.refactoring.followers import following
from workflowkit.refactoring.json_places import JsonPlaces
from workflowkit.refactoring.key_places import KeyPlaces, key_places
from workflowkit.refactoring.names import context_of, names_of_keys, other_names
from workflowkit.refactoring.plan import (
    Change,
    Refactoring,
    RefactoringError,
    RefactoringNote,
    RefusedNameError,
    by_file,
)
from workflowkit.refactoring.scenarios import scenario_key_changes
from workflowkit.refactoring.sharing import sharing
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.suggest import did_you_mean
from workflowkit.triggers import trigger_file
from workflowkit.triggers.editing import rename_key

CONTEXT_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""Names that conditions, tokens and captures can all have."""


def rename_context_key(files: SourceFiles, path: str, old: str, new: str) -> Refactoring:
    """Return the plan that calls the context key *old* of the workflow at *path* *new*. Raises RefactoringError.

    The key is shared with routines that run in the workflow and use it, and with the other callers of these; with what starts the workflow, its value comes in.
    """
    found = _places(files, path, old)
    if not _is_used(found):
        raise _unknown(files, path, old)
    paths = sharing(files, path, lambda each: _names_key(files, each, old), f"the key '{old}'")
    _check_name(files, path, old, new)
    places = {each: _places(files, each, old) for each in paths}
    for each in paths:
        _check(files, each, old, new)
    notes: list[RefactoringNote] = []
    changes: list[Change] = []
    for each, own in places.items():
        changes += _changes(JsonPlaces(files.by_path[each]), own, new)
        message = f"'{old}' stays as it is in this text, where it may be something else"
        notes += (RefactoringNote(each, message, route) for route in own.left)
    for scenario in files.scenarios:
        if scenario.workflow in paths:
            changes += scenario_key_changes(scenario.document, old, new, notes)
    changes += _mappings(files, paths, old, new)
    plan = Refactoring(f"rename context key '{old}' to '{new}'", by_file(changes))
    return _proved(files, plan, paths, (old, new), notes)


def _unknown(files: SourceFiles, path: str, key: str) -> RefusedNameError:
    """Return the error for a *key* that the workflow at *path* does not name: perhaps a routine that it calls does."""
    context = context_of(files, path, files.workflow_at(path))
    for capture in context.injected_captures:
        routine = files.routine_called(capture.step.template_id)
        if capture.key == key and routine is not None:
            reason = f"the key '{key}' is of routine '{routine.id}', not of the workflow itself"
            place = (*capture.step.route, "templateCall", "templateId")
            return RefusedNameError(reason, path, place, f"rename it in {routine.path}")
    help = did_you_mean(key, names_of_keys(context))
    return RefusedNameError(f"the workflow has no context key '{key}'", path, help=help)


def _proved(
    files: SourceFiles,
    plan: Refactoring,
    paths: tuple[str, ...],
    names: tuple[str, str],
    notes: list[RefactoringNote],
) -> Refactoring:
    now = proof.after(files, plan)
    callers = files.callers_of(t for each in paths for t in files.templates_of(each))
    touched = tuple(dict.fromkeys((*paths, *callers)))
    proof.require_renamed(files, now, touched, names)
    for each in paths:
        before = context_of(files, each, files.workflow_at(each))
        if _flow(before, names) != _flow(context_of(now, each, now.workflow_at(each)), names):
            raise RefactoringError(
                f"prompts would no longer be read as setting and using '{names[1]}' in the same places",
                each,
                help="take a name of the same style, such as camel case",
            )
    plan, followed = following(files, now, plan, touched, proof.in_text(*names))
    promises = (
        "the agent gets the same prompts and conditions, and sets and reads keys in the same places; only the key differs",
        *proof.hash_lines(files, now, touched),
    )
    return replace(plan, promises=promises, notes=(*notes, *followed))


def _flow(context: Context, names: tuple[str, str]) -> set[tuple[object, ...]]:
    """Return what sets and reads which keys where, with the former name for the new one."""
    old, new = names
    captures = [("set", each.key, each.step.route, each.form) for each in context.captures]
    reads = [
        ("read", each.key, each.step.route, each.use)
        for each in (*context.condition_reads, *context.token_reads)
    ]
    return {
        (kind, old if key == new else key, route, form)
        for kind, key, route, form in captures + reads
    }


def _places(files: SourceFiles, path: str, key: str) -> KeyPlaces:
    workflow = files.workflow_at(path)
    is_ambiguous = key in other_names(files, path, workflow, "key")
    return key_places(context_of(files, path, workflow), key, is_ambiguous=is_ambiguous)


def _is_used(places: KeyPlaces) -> bool:
    return bool(places.strings or places.keys or places.windows)


def _names_key(files: SourceFiles, workflow: Workflow, key: str) -> bool:
    """Return whether *workflow*, alone, sets, reads or names *key*."""
    engine = files.spec.engine
    places = key_places(Context(workflow, (), engine.given_context_keys), key, is_ambiguous=False)
    return _is_used(places)


def _check_name(files: SourceFiles, path: str, old: str, new: str) -> None:
    if not CONTEXT_KEY.fullmatch(new):
        raise RefusedNameError(
            f"'{new}' cannot be a context key in tokens and captures",
            path,
            help="use letters, digits and underscores, the first no digit",
        )
    for name in (old, new):
        if name in files.spec.engine.given_context_keys or METRICS_KEY.fullmatch(name):
            raise RefusedNameError(f"the engine itself sets or reads the key '{name}'", path)


def _check(files: SourceFiles, path: str, old: str, new: str) -> None:
    workflow = files.workflow_at(path)
    for step in workflow.all_steps:
        written = {step.config.get(name) for name in ("itemVar", "indexVar", "iterationVar")}
        unwritten = loop_variables(step) - written if step.is_loop else frozenset()
        for name in unwritten & {old, new}:
            reason = f"'{name}' is what the engine calls a variable of the loop '{step.id}'"
            raise RefactoringError(reason, path, (*step.route, "loop"), "name it in the loop first")
    taken = _places(files, path, new)
    for route in (*taken.strings, *taken.keys, *(place for place, _ in taken.windows)):
        raise RefusedNameError(f"the key '{new}' is in use", path, route)


def _changes(places: JsonPlaces, found: KeyPlaces, new: str) -> Iterator[Change]:
    yield from (places.set_string(route, new) for route in found.strings)
    yield from (places.set_key(route, new) for route in found.keys)
    yield from (places.set_window(route, window, new) for route, window in found.windows)


def _mappings(files: SourceFiles, paths: tuple[str, ...], old: str, new: str) -> Iterator[Change]:
    """Yield the changes of what gives the key a value when one of the workflows is started: triggers and delegations."""
    ids = {as_text(as_fields(files.by_path[path].value).get("id")) for path in paths} - {""}
    for document in files.triggers:
        for trigger in trigger_file.parse(document.text).triggers:
            entry = trigger.entries.get(("contextMapping", old))
            if entry is not None and trigger.text("workflowId") in ids:
                yield from ((document.path, edit) for edit in rename_key(entry, new))
    for document in files.workflows:
        if document.broken or not isinstance(document.value, dict):
            continue
        for step in Workflow(document.value).all_steps:
            for route, delegation in step.delegations:
                for part in ("contextMapping", "args"):
                    if delegation.get("workflowId") in ids and old in as_fields(
                        delegation.get(part)
                    ):
                        yield JsonPlaces(document).set_key((*route, part, old), new)
