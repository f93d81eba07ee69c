"""The files beside a workflow that name its steps: scenarios, suppressions, the baseline and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from workflowkit.refactoring import proof
from workflowkit.refactoring.accepted import (
    config_changes,
    entry_changes,
    left_entries,
    left_suppressions,
)
from workflowkit.refactoring.plan import Change, Refactoring, RefactoringNote, by_file
from workflowkit.refactoring.scenarios import scenario_changes
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Route

Moved = Callable[[Route], Route | None]
"""Returns the route that a place of a file has afterwards; None when it is no longer in the file."""


def following(
    files: SourceFiles,
    now: SourceFiles,
    plan: Refactoring,
    paths: Sequence[str],
    in_message: proof.InText,
) -> tuple[Refactoring, tuple[RefactoringNote, ...]]:
    """Return *plan*, which gives names to what stays in its place, with the changes of the files that name steps of the workflows at *paths*, and notes on what was left.

    *in_message* returns a message of a finding with the names that it has afterwards.
    """
    notes: list[RefactoringNote] = []
    changes: list[Change] = []
    for path in paths:
        ids = proof.new_ids(files.compiled(path), now.compiled(path))
        changes += _in_scenarios(files, path, ids, notes)
        changes += config_changes(files, path, ids, notes)
        changes += entry_changes(files, now, path, in_message, notes)
        notes += _stamps(files, path)
    return replace(plan, edits=by_file([*changes, *_own(plan)])), tuple(notes)


def following_steps(
    files: SourceFiles, now: SourceFiles, plan: Refactoring, path: str, moved: Moved
) -> tuple[Refactoring, tuple[RefactoringNote, ...]]:
    """Return *plan*, which replaces steps of the workflow at *path*, with the changes of its scenarios, and notes on what was left; *moved* is about the file."""
    notes: list[RefactoringNote] = []
    ids = proof.new_ids(files.compiled(path), now.compiled(path))
    changes = _in_scenarios(files, path, ids, notes)
    notes += left_suppressions(files, path, ids)
    notes += left_entries(files, path, moved)
    notes += _stamps(files, path)
    return replace(plan, edits=by_file([*changes, *_own(plan)])), tuple(notes)


def _in_scenarios(
    files: SourceFiles, path: str, ids: proof.Ids, notes: list[RefactoringNote]
) -> list[Change]:
    own = (each.document for each in files.scenarios if each.workflow == path and ids)
    return [change for document in own for change in scenario_changes(document, ids, notes)]


def _stamps(files: SourceFiles, path: str) -> Iterator[RefactoringNote]:
    """Yield a note when the workflow at *path* has a stamp, which is of the former text."""
    own = as_text(as_fields(files.by_path[path].value).get("id"))
    for document in files.id_tables:
        if own in as_fields(as_fields(document.value).get("stamps")):
            message = f"the stamp of '{own}' is of its former text; renew it with wfk stamp"
            yield RefactoringNote(document.path, message)


def _own(plan: Refactoring) -> Iterator[Change]:
    for path, edits in plan.edits.items():
        yield from ((path, edit) for edit in edits)
