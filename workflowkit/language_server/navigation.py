"""Definitions, references and highlights of names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.reading import Offsets, TextReading
from workflowkit.language_server.symbols import Occurrence, occurrences
from workflowkit.records import dataclass
from workflowkit.run import loading
from workflowkit.run.spec_folder import bundled
from workflowkit.text import disk
from workflowkit.text.document import Document

_FILE_LOCAL = frozenset({"step", "key", "assessment", "level", "slot"})
"""Kinds of names that hold in one file only."""

_FOLDERS = {
    "ref": ("refs", ".md"),
    "feature": ("features", ".json"),
    "contract": ("contracts", ".json"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a file."""

    path: str
    offsets: Offsets


@dataclass(frozen=True, slots=True)
class HighlightedPlace:
    """A place of a name in the same file, and whether it is written or read there."""

    offsets: Offsets
    is_write: bool


def definitions(knowledge: Knowledge, name: Occurrence, spec_folder: str | None) -> list[Target]:
    """Return where *name*, which belongs to the file of *knowledge*, is defined."""
    if name.kind in _FILE_LOCAL:
        return [
            Target(knowledge.reading.path, each.offsets)
            for each in occurrences(knowledge.reading)
            if each.kind == name.kind and each.name == name.name and each.is_definition
        ]
    if name.kind == "file":
        place = Path(knowledge.reading.path).parent / name.name
        found = (each.as_posix() for each in (Path(name.name), place) if disk.is_file(each))
        return [Target(path, (0, 0)) for path in list(found)[:1]]
    if name.kind in _FOLDERS:
        return list(_in_pack(name, spec_folder))
    return list(_workflow_file(knowledge, name))


def _in_pack(name: Occurrence, spec_folder: str | None) -> Iterator[Target]:
    """Yield the file of the spec pack that defines a ref, feature or contract; that of the project before the bundled one."""
    folder, suffix = _FOLDERS[name.kind]
    stem = name.name.rpartition(".")[2]
    for pack in (spec_folder, loading.relative(bundled("spec"))):
        if pack:
            for end in (suffix, ".schema.json"):
                path = Path(pack, folder, f"{stem}{end}")
                if disk.is_file(path):
                    yield Target(path.as_posix(), (0, 0))
                    return


def _workflow_file(knowledge: Knowledge, name: Occurrence) -> Iterator[Target]:
    if name.kind == "template":
        routine = knowledge.routines.get(name.name)
        if routine is not None:
            yield Target(routine.path, _id_place(knowledge.document_at(routine.path)))
        return
    path = knowledge.file_of(name.name)
    if path:
        yield Target(path, _id_place(knowledge.document_at(path)))


def _id_place(document: Document | None) -> Offsets:
    found = document.locate([("id",)]).get(("id",)) if document else None
    return (found.value[0] + 1, found.value[1] - 1) if found else (0, 0)


def same_names(knowledge: Knowledge, name: Occurrence) -> frozenset[tuple[str, str]]:
    """Return what means the same as *name*: a template and the id of its routine."""
    pairs = {(name.kind, name.name)}
    for template, routine in knowledge.routines.items():
        if (name.kind == "template" and template == name.name) or (
            name.kind == "workflow" and routine.id == name.name
        ):
            pairs |= {("template", template), ("workflow", routine.id)}
    return frozenset(pairs)


def users(knowledge: Knowledge) -> Iterator[str]:
    """Yield the paths of the other files that call, start or bind the workflow or routine of the file."""
    own = knowledge.reading.workflow.id
    names = {own, *(key for key, each in knowledge.routines.items() if each.id == own)}
    for path, document in knowledge.documents.items():
        if path == knowledge.reading.path or not any(name in document.text for name in names):
            continue
        reading = TextReading(path, document.text, lambda _: None)
        kinds = ("workflow", "template")
        if any(
            each.kind in kinds and each.name in names and not each.is_definition
            for each in occurrences(reading)
        ):
            yield path
