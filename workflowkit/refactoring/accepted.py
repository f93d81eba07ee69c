"""Accepted findings and changes: suppressions in the configuration, the baseline and the ledger, which know steps by their ids."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping

from workflowkit.config.globs import matches
from workflowkit.format.reader import Workflow
from workflowkit.refactoring.json_places import JsonPlaces
from workflowkit.refactoring.plan import Change, RefactoringNote
from workflowkit.refactoring.source_files import SourceFiles
from workflowkit.report.fingerprint import fingerprint_at
from workflowkit.text.edits import Edit
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, TextRange, walk
from workflowkit.text.toml_positions import Keys, scan


def config_changes(
    files: SourceFiles, path: str, ids: Mapping[str, str], notes: list[RefactoringNote]
) -> Iterator[Change]:
    """Yield the changes of the suppressions that name a step of the workflow at *path* with a new id in *ids*."""
    if files.config is None or not ids:
        return
    text, where = files.config.text, files.config.path
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    head: Keys = ("tool", "wfk") if where.endswith("pyproject.toml") else ()
    for part in (*head, "lint"):
        settings = as_fields(settings.get(str(part)))
    for index, entry in enumerate(as_items(settings.get("suppress"))):
        step = as_text(as_fields(entry).get("step"))
        glob = as_text(as_fields(entry).get("path")) or "**"
        if step not in ids or not matches(glob, files.names.get(path, path)):
            continue
        others = [other for other in _with_step(files, step) if other != path]
        shared = [other for other in others if matches(glob, files.names.get(other, other))]
        edit = _toml_edit(text, (*head, "lint", "suppress", index, "step"), step, ids[step])
        if shared:
            message = f"the suppression of step '{step}' stays: it is for {shared[0]} as well"
            notes.append(RefactoringNote(where, message))
        elif edit is None:
            notes.append(RefactoringNote(where, f"the suppression of step '{step}' stays"))
        else:
            yield where, edit


def _with_step(files: SourceFiles, step: str) -> Iterator[str]:
    for document in files.workflows:
        if isinstance(document.value, dict) and any(
            each.id == step for each in Workflow(document.value).all_steps
        ):
            yield document.path


def _toml_edit(text: str, keys: Keys, old: str, new: str) -> Edit | None:
    """Return the change of the string at *keys* from *old* to *new*; None when it is not written as it reads."""
    start = scan(text).get(keys, (0, 0))[1]
    for quote in ('"', "'"):
        written = f"{quote}{old}{quote}"
        if text.startswith(written, start):
            return Edit(
                "replace",
                TextRange(start, start + len(written), ()),
                f"{quote}{new}{quote}",
            )
    return None


def entry_changes(
    files: SourceFiles,
    now: SourceFiles,
    path: str,
    in_message: Callable[[str], str],
    notes: list[RefactoringNote],
) -> Iterator[Change]:
    """Yield the changes of the entries of baseline and ledger for the workflow at *path*.

    An entry holds a hash of the rule, the ids on the way to the place and the quoted words.
    The place is found by trying those of the file; where none has the hash, the entry is out of date, or is for a place that a former version had.
    """
    own = as_text(as_fields(files.by_path[path].value).get("id"))
    name = files.baseline_names.get(path, path)
    for document, key, message_key in (
        (files.baseline, "findings", "message"),
        (files.ledger, "accepted", "change"),
    ):
        if document is None or document.broken:
            continue
        is_own = _is_entry_of(path=name, workflow=own)
        places = JsonPlaces(document)
        old, new = files.by_path[path].value, now.by_path[path].value
        routes = _routes_by_ids(old)
        n_left = 0
        for index, entry in enumerate(map(as_fields, as_items(as_fields(document.value).get(key)))):
            if not is_own(entry):
                continue
            message = as_text(entry.get(message_key))
            rule, known = as_text(entry.get("rule")), as_text(entry.get("fingerprint"))
            later = in_message(message)
            route = next(
                (each for each in routes if fingerprint_at(rule, old, each, message) == known), None
            )
            if route is None:
                n_left += later != message
                continue
            changed = fingerprint_at(rule, new, route, later)
            if changed != known:
                yield places.set_string((key, index, "fingerprint"), changed)
            if later != message:
                yield places.set_string((key, index, message_key), later)
        if n_left:
            notes.append(RefactoringNote(document.path, _left(n_left)))


def _left(number: int) -> str:
    what = "1 entry names" if number == 1 else f"{number} entries name"
    return f"{what} the former id and stays, as its place is not known"


def _is_entry_of(path: str, workflow: str) -> Callable[[Mapping[str, Json]], bool]:
    def is_own(entry: Mapping[str, Json]) -> bool:
        return entry.get("path") == path if "path" in entry else entry.get("workflow") == workflow

    return is_own


def _routes_by_ids(value: Json) -> list[Route]:
    """Return one route for each way of ids in *value*: lists give their entries, everything else nothing to the way."""
    found: list[Route] = [()]
    found += [route for route, _ in walk(value) if route and isinstance(route[-1], int)]
    return found
