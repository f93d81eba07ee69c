"""Rename an assessment, with everything that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.format.reader import Workflow
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
from workflowkit.refactoring.scenarios import scenario_assessment_changes
from workflowkit.refactoring.sharing import sharing
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.refactoring.texts import cited, is_called, is_compound, texts_in, words
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Route
from workflowkit.text.suggest import did_you_mean


def rename_assessment(files: SourceFiles, path: str, old: str, new: str) -> Refactoring:
    """Return the plan that gives the assessment *old* of the workflow at *path* the id *new*. Raises RefactoringError.

    Steps of routines that ask for it are changed, and the other workflows that call these routines.
    """
    declared = _declared(files.workflow_at(path))
    if old not in declared:
        help = did_you_mean(old, declared)
        raise RefusedNameError(f"the workflow declares no assessment '{old}'", path, help=help)
    paths = sharing(files, path, lambda each: _uses(each, old), f"assessment '{old}'")
    for each in paths:
        _check(files, each, old, new)
    notes: list[RefactoringNote] = []
    changes: list[Change] = []
    for each in paths:
        changes += _changes(files, each, (old, new), notes)
    for scenario in files.scenarios:
        if scenario.workflow in paths:
            changes += scenario_assessment_changes(scenario.document, old, new, notes)
    plan = Refactoring(f"rename assessment '{old}' to '{new}'", by_file(changes))
    now = proof.after(files, plan)
    touched = (*paths, *files.callers_of(t for each in paths for t in files.templates_of(each)))
    touched = tuple(dict.fromkeys(touched))
    proof.require_renamed(files, now, touched, (old, new))
    plan, followed = following(files, now, plan, touched, proof.in_text(old, new))
    promises = (
        "the agent gets the same prompts, assessments and consequences; only the id differs",
        *proof.hash_lines(files, now, touched),
    )
    return replace(plan, promises=promises, notes=(*notes, *followed))


def _declared(workflow: Workflow) -> dict[str, list[Route]]:
    found: dict[str, list[Route]] = {}
    for route, entry in workflow.records("assessments"):
        if as_text(entry.get("id")):
            found.setdefault(entry["id"], []).append((*route, "id"))
    return found


def _uses(workflow: Workflow, name: str) -> bool:
    refs = (name in step.assessment_refs for step in workflow.all_steps)
    return name in _declared(workflow) or any(refs)


def _check(files: SourceFiles, path: str, old: str, new: str) -> None:
    workflow = files.workflow_at(path)
    declared = _declared(workflow)
    if not 1 <= len(new) <= 64 or not new.isprintable() or set(new) & set("\"'`\\"):
        reason = f"'{new}' cannot be the id of an assessment and be cited in prompts"
        raise RefusedNameError(reason, path, help="use 1 to 64 characters without quotes")
    if new in declared:
        raise RefusedNameError(f"the id '{new}' is taken", path, declared[new][0])
    if len(declared.get(old, ())) > 1:
        raise RefactoringError(
            f"{len(declared[old])} assessments have the id '{old}'",
            path,
            declared[old][1],
            "fix that first",
        )


def _changes(
    files: SourceFiles, path: str, names: tuple[str, str], notes: list[RefactoringNote]
) -> Iterator[Change]:
    old, new = names
    workflow = files.workflow_at(path)
    places = JsonPlaces(files.by_path[path])
    for routes in _declared(workflow).items():
        if routes[0] == old:
            yield from (places.set_string(route, new) for route in routes[1])
    for route in _references(workflow, old):
        yield places.set_string(route, new)
    is_only = old not in other_names(files, path, workflow, "assessment")
    for route, text in texts_in(workflow.value):
        windows = set(_in_artifacts(text, old))
        for window in cited(text, old):
            if is_only and (is_compound(old) or is_called(text, window, "assessment")):
                windows.add(window)
        yield from (places.set_window(route, window, new) for window in windows)
        left = [window for window in words(text, old) if window not in windows]
        if left and (is_compound(old) or set(left).intersection(cited(text, old))):
            message = f"'{old}' stays as it is in this text, where it may be something else"
            notes.append(RefactoringNote(path, message, route))


def _references(workflow: Workflow, old: str) -> Iterator[Route]:
    """Yield the places of steps that ask for the assessment, or tie a consequence to it."""
    for step in workflow.all_steps:
        for index, ref in enumerate(as_items(step.value.get("assessmentRefs"))):
            if ref == old:
                yield (*step.route, "assessmentRefs", index)
        for index, entry in enumerate(as_items(step.value.get("assessmentConsequences"))):
            if as_fields(as_fields(entry).get("when")).get("forAssessment") == old:
                yield (*step.route, "assessmentConsequences", index, "when", "forAssessment")


def _in_artifacts(text: str, old: str) -> Iterator[tuple[int, int]]:
    """Yield where an example of an artifact in *text* names the assessment."""
    pattern = rf'"assessmentId"\s*:\s*"(?P<id>{re.escape(old)})"'
    for match in re.finditer(pattern, text) if "assessmentId" in text else ():
        yield match.span("id")
