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
from workflowkit.text.document import Document
from workflowkit.text.edits import Edit
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, TextRange, walk
from workflowkit.text.toml_positions import Keys, scan


def config_changes(
    files: SourceFiles, path: str, ids: Mapping[str, str], notes: list[RefactoringNote]
) -> Iterator[Change]:
    """Yield the changes of the suppressions that name a step of the workflow at *path* with a new id in *ids*."""
    for index, entry in _suppressions(files, path):
        step = as_text(entry.get("step"))
        if step not in ids or files.config is None:
            continue
        where = files.config.path
        keys: Keys = (*_head(where), "suppress", index, "step")
        glob = as_text(entry.get("path")) or "**"
        others = [other for other in _with_step(files, step) if other != path]
        shared = [other for other in others if matches(glob, files.names.get(other, other))]
        edit = _toml_edit(files.config.text, keys, step, ids[step])
        if edit is None or shared:
            reason = f": it is for {shared[0]} as well" if shared else ""
            notes.append(RefactoringNote(where, f"the suppression of step '{step}' stays{reason}"))
        else:
            yield where, edit


def left_suppressions(
    files: SourceFiles, path: str, ids: Mapping[str, str]
) -> Iterator[RefactoringNote]:
    """Yield a note for each suppression for the workflow at *path* that names a step with a new id in *ids*, or a place by its number."""
    for index, entry in _suppressions(files, path):
        step, route = as_text(entry.get("step")), as_text(entry.get("route"))
        if files.config and (step in ids or route.startswith("steps[")):
            message = f"suppression {index + 1} names step '{step}', which is elsewhere now"
            if step not in ids:
                message = f"suppression {index + 1} names '{route}', whose steps may have moved"
            yield RefactoringNote(files.config.path, message)


def _suppressions(files: SourceFiles, path: str) -> Iterator[tuple[int, dict[str, Json]]]:
    """Yield the suppressions of the configuration that match the file at *path*, with their index."""
    if files.config is None:
        return
    try:
        settings = tomllib.loads(files.config.text)
    except tomllib.TOMLDecodeError:
        return
    for part in _head(files.config.path):
        settings = as_fields(settings.get(part))
    for index, entry in enumerate(map(as_fields, as_items(settings.get("suppress")))):
        if matches(as_text(entry.get("path")) or "**", files.names.get(path, path)):
            yield index, entry


def _head(path: str) -> tuple[str, ...]:
    """Return the keys of the table of lint settings in the configuration at *path*."""
    return ("tool", "wfk", "lint") if path.endswith("pyproject.toml") else ("lint",)


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
    for document, key, message_key in _lists(files):
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


def left_entries(
    files: SourceFiles, path: str, moved: Callable[[Route], Route | None]
) -> Iterator[RefactoringNote]:
    """Yield a note when entries of baseline and ledger are about places of the file at *path* that are no longer in it."""
    value = files.by_path[path].value
    own, name = as_text(as_fields(value).get("id")), files.baseline_names.get(path, path)
    is_own = _is_entry_of(path=name, workflow=own)
    gone = [route for route in _routes_by_ids(value) if moved(route) is None]
    for document, key, message_key in _lists(files):
        entries = map(as_fields, as_items(as_fields(document.value).get(key)))
        known = [entry for entry in entries if is_own(entry)]
        number = sum(
            any(
                fingerprint_at(
                    as_text(entry.get("rule")), value, route, as_text(entry.get(message_key))
                )
                == entry.get("fingerprint")
                for route in gone
            )
            for entry in known
        )
        if number:
            message = f"{number} of its entries are about steps that are elsewhere now"
            yield RefactoringNote(document.path, message)


def _lists(files: SourceFiles) -> Iterator[tuple[Document, str, str]]:
    """Yield baseline and ledger, as far as they exist, with the keys of their entries and of a message."""
    for document, key, message_key in (
        (files.baseline, "findings", "message"),
        (files.ledger, "accepted", "change"),
    ):
        if document is not None and not document.broken:
            yield document, key, message_key


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
