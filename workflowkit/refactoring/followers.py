"""The files beside a workflow that name its steps: scenarios, suppressions, the baseline and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from workflowkit.refactoring import proof
from workflowkit.refactoring.accepted import config_changes, entry_changes
from workflowkit.refactoring.plan import Change, Refactoring, RefactoringNote, by_file
from workflowkit.refactoring.scenarios import scenario_changes
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.text.json_values import as_fields, as_text


def following(
    files: SourceFiles,
    now: SourceFiles,
    plan: Refactoring,
    paths: Sequence[str],
    in_message: Callable[[str], str],
) -> tuple[Refactoring, tuple[RefactoringNote, ...]]:
    """Return *plan* with the changes of the files that name steps of the workflows at *paths*, and notes on what was left.

    *in_message* returns a message of a finding with the names that it has afterwards.
    """
    notes: list[RefactoringNote] = []
    changes: list[Change] = []
    for path in paths:
        ids = proof.new_ids(files.compiled(path), now.compiled(path))
        for scenario in files.scenarios:
            if scenario.workflow == path and ids:
                changes += scenario_changes(scenario.document, ids, notes)
        changes += config_changes(files, path, ids, notes)
        changes += entry_changes(files, now, path, in_message, notes)
        notes += _stamps(files, now, path)
    found = by_file([*changes, *_own(plan)])
    return replace(plan, edits=found), tuple(notes)


def _stamps(files: SourceFiles, now: SourceFiles, path: str) -> Iterator[RefactoringNote]:
    """Yield a note when the workflow at *path* has a stamp, which is of the former hash."""
    own = as_text(as_fields(files.by_path[path].value).get("id"))
    for document in files.id_tables:
        stamp = as_fields(as_fields(as_fields(document.value).get("stamps")).get(own))
        hashes = files.compiled(path).hash, now.compiled(path).hash
        if stamp.get("workflow") == hashes[0] != hashes[1]:
            message = f"the stamp of '{own}' is for the former hash; renew it with wfk stamp"
            yield RefactoringNote(document.path, message)


def _own(plan: Refactoring) -> Iterator[Change]:
    for path, edits in plan.edits.items():
        yield from ((path, edit) for edit in edits)
