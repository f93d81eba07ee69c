"""Names over all files: what is named at a place, where that is defined, and where else it is named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from workflowkit.errors import WorkflowkitError
from workflowkit.format.reader import Step
from workflowkit.language_server import mentions, yaml_tree
from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.mentions import Home
from workflowkit.language_server.navigation import (
    HighlightedPlace,
    Target,
    definitions,
    same_names,
)
from workflowkit.language_server.open_files import OpenFiles
from workflowkit.language_server.reading import TextReading
from workflowkit.language_server.symbols import Occurrence, at, occurrences
from workflowkit.records import dataclass
from workflowkit.run import loading, scenario_files
from workflowkit.text import disk
from workflowkit.text.files import is_below
from workflowkit.text.json_values import as_fields, as_text

_SHARED = frozenset({"key", "assessment"})
"""Kinds of names that a workflow shares with the routines that it calls."""

_OF_ONE_FILE = frozenset({"step", "slot", "level"})
"""Kinds of names that belong to one workflow, and are named beside it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name at a place, and what is known around the file that it belongs to."""

    name: Occurrence
    home: Knowledge

    @property
    def is_here(self) -> bool:
        """True when the name belongs to the file that it is in."""
        return not self.name.owner


def named_at(files: OpenFiles, path: str, offset: int) -> Named | None:
    """Return what is named at *offset* of the file at *path*."""
    name = at(names_in(files, path), offset)
    if name is None:
        return None
    with files.at(path):
        home = files.knowledge(name.owner) if name.owner else None
    home = home or files.surroundings(path)
    return Named(name, home)


def names_in(files: OpenFiles, path: str) -> list[Occurrence]:
    """Return the names in the file at *path*, which is open or belongs to a project."""
    text = files.text_of(path)
    if text is None:
        return []
    known = files.knowledge(path)
    if kind_of(path, text) == "workflow":
        return list(occurrences(known.reading)) if known else []
    home = files.surroundings(path)
    with files.at(path) as (_, _, name):
        return list(_mentions(name, text, home))


def _mentions(path: str, text: str, around: Knowledge) -> Iterator[Occurrence]:
    """Yield the names in the file at *path*, relative to the current folder, which is no workflow."""
    kind = kind_of(path, text)
    match kind:
        case "triggers":
            yield from mentions.in_triggers(text, _home(path, around))
        case "scenario":
            read = yaml_tree.read(text)
            owner = _owner(path, as_text(as_fields(read.value).get("workflow")))
            yield from mentions.in_scenario(text, read, _home(path, around, owner))
        case "prose":
            yield from mentions.in_prose(text)
        case "workflow-tags" | "stamps" | "bindings" | "feature":
            reading = TextReading(path, text, lambda _: None)
            if kind == "workflow-tags":
                yield from mentions.in_tags(reading)
            elif kind == "stamps":
                yield from mentions.in_stamps(reading)
            elif kind == "bindings":
                yield from mentions.in_bindings(reading, _home(path, around))
            else:
                yield from mentions.in_texts(reading)


def _owner(path: str, named: str) -> str:
    """Return the workflow of the scenario at *path*, which names *named*; empty when it has none."""
    if named:
        found = os.path.normpath(Path(path).parent / named)
        return loading.relative(found) if disk.is_file(found) else ""
    try:
        return scenario_files.workflow_of(path) or ""
    except WorkflowkitError:
        return ""


def owner_of(files: OpenFiles, path: str, text: str) -> str:
    """Return the real path of the workflow that the scenario *text* at *path* is for; empty when it has none."""
    value = as_fields(yaml_tree.read(text).value)
    with files.at(path) as (_, _, name):
        owner = _owner(name, as_text(value.get("workflow")))
        return disk.real_path(owner) if owner else ""


def home_of(files: OpenFiles, path: str) -> Knowledge:
    """Return what is known of the workflow that the file at *path* is for; around the file itself when it is for none."""
    text = files.text_of(path) or ""
    owner = owner_of(files, path, text) if kind_of(path, text) == "scenario" else ""
    return (files.knowledge(owner) if owner else None) or files.surroundings(path)


def _home(path: str, around: Knowledge, owner: str = "") -> Home:
    def routine_of(file: str, step: str) -> str:
        document = around.document_at(file)
        reading = TextReading(file, document.text, lambda _: None) if document else None
        found = reading.step_called(step) if reading else None
        routine = around.routines.get(found.template_id) if found and found.calls_template else None
        return routine.path if routine else ""

    def contract_of(kind: str) -> str:
        contracts = around.context.spec.contracts
        return next((name for name, each in contracts.items() if each.kind == kind), "")

    return Home(path, owner, around.file_of, routine_of, contract_of)


def definitions_of(files: OpenFiles, path: str, named: Named) -> list[Target]:
    """Return where what is *named* at a place of the file at *path* is defined."""
    with files.at(path):
        if named.name.kind == "tag":
            return [
                Target(named.home.reading.path, each.offsets)
                for each in names_in(files, path)
                if each.kind == "tag" and each.name == named.name.name and each.is_definition
            ]
        own = definitions(named.home, named.name, files.spec_folder_of(path))
        if own or named.name.kind not in _SHARED:
            return own
        return [
            Target(file, each.offsets)
            for file, reading in _sharing(named).items()
            for each in occurrences(reading)
            if _is_same(each, named.name) and each.is_definition
        ]


def _is_same(one: Occurrence, other: Occurrence) -> bool:
    return one.kind == other.kind and one.name == other.name


def highlights_of(files: OpenFiles, path: str, named: Named) -> list[HighlightedPlace]:
    """Return the places of the same file where the same is named, in the order of the text."""
    marks = {
        HighlightedPlace(each.offsets, each.is_definition)
        for each in names_in(files, path)
        if _is_same(each, named.name) and each.owner == named.name.owner
    }
    return sorted(marks, key=lambda mark: mark.offsets)


def references_of(
    files: OpenFiles, path: str, named: Named, *, with_definition: bool = True
) -> list[Target]:
    """Return where the same is named in all files, the definition included unless *with_definition* is false."""
    name = named.name
    with files.at(path):
        if name.kind in _SHARED:
            readings = _sharing(named)
        elif name.kind in _OF_ONE_FILE:
            readings = {named.home.reading.path: named.home.reading}
        else:
            word = name.name.rpartition(".")[2].removeprefix("routine-")
            readings = files.readings_with(path, word)
        same = same_names(named.home, name)
        found = [
            Target(file, each.offsets)
            for file, reading in readings.items()
            if any(wanted in reading.text for _, wanted in same)
            for each in occurrences(reading)
            if (each.kind, each.name) in same and (with_definition or not each.is_definition)
        ]
        return [*dict.fromkeys([*found, *_in_others(files, path, named, frozenset(readings))])]


def _in_others(
    files: OpenFiles, path: str, named: Named, owners: frozenset[str]
) -> Iterator[Target]:
    """Yield where files that are no workflows name the same; *owners* are the workflows that share a name of one workflow."""
    around = files.surroundings(path)
    same = same_names(named.home, named.name)
    real = {disk.real_path(owner) for owner in owners}
    for file in files_beside(files, path):
        text = files.read(file)
        if not any(word in text for _, word in same):
            continue
        for each in _mentions(file, text, around):
            is_own = not each.owner or disk.real_path(each.owner) in real
            if (each.kind, each.name) in same and is_own:
                yield Target(file, each.offsets)


def files_beside(files: OpenFiles, path: str) -> list[str]:
    """Return the files around the one at *path* that are no workflows and may name some, relative to the current folder."""
    with files.at(path) as (root, project, _):
        if project is None:
            return []
        found = [each.path for each in (*project.others.triggers, *project.others.bindings)]
        spec = project.config.spec
        stamps = loading.stamps_path(spec, project.config.folder).as_posix()
        found += [
            each for each in (project.context.tags_path, stamps) if each and disk.is_file(each)
        ]
        for folder, suffix in (("features", ".json"), ("refs", ".md")):
            place = f"{spec}/{folder}"
            if spec and disk.is_folder(place):
                names = sorted(disk.names_in(place))
                found += [f"{place}/{name}" for name in names if name.endswith(suffix)]
        found += scenarios_beside()
        found += map(
            loading.relative, sorted(each for each in files.texts if is_below(each, root.folder))
        )
    return [each for each in dict.fromkeys(found) if kind_of(each, "") != "workflow"]


def scenarios_beside() -> list[str]:
    """Return the scenario files of the project in the current folder."""
    try:
        return scenario_files.find_scenarios(())
    except WorkflowkitError:
        return []


def _sharing(named: Named) -> dict[str, TextReading]:
    """Return the readings of the workflows and routines that share a name with its own file, which comes first."""
    home = named.home
    found: dict[str, TextReading] = {home.reading.path: home.reading}
    pending = [home.reading]
    while pending:
        here = pending.pop()
        for other in (*_called(home, here), *_callers(home, here)):
            document = home.document_at(other)
            if other in found or document is None or named.name.name not in document.text:
                continue
            reading = TextReading(other, document.text, lambda _: None)
            if any(_is_same(each, named.name) for each in occurrences(reading)):
                found[other] = reading
                pending.append(reading)
    return found


def _called(home: Knowledge, reading: TextReading) -> Iterator[str]:
    for step in reading.workflow.all_steps:
        routine = home.routines.get(step.template_id) if step.calls_template else None
        if routine is not None:
            yield routine.path


def _callers(home: Knowledge, reading: TextReading) -> Iterator[str]:
    own = reading.workflow.id
    templates = {key for key, each in home.routines.items() if own and each.id == own}

    def calls(step: Step) -> bool:
        return step.template_id in templates

    for path, document in home.documents.items() if templates else ():
        if any(template in document.text for template in templates) and path != reading.path:
            steps = TextReading(path, document.text, lambda _: None).workflow.all_steps
            if any(map(calls, steps)):
                yield path


def inserted_name(path: str, kind: str) -> Occurrence | None:
    """Return the ref or the feature that the file at *path*, of this *kind*, defines; None when it defines none."""
    place = PurePath(path)
    folders = {("prose", "refs"): "ref", ("feature", "features"): "feature"}
    found = folders.get((kind, place.parent.name))
    name = f"wr.{place.parent.name}.{place.stem}"
    return Occurrence(found, name, (0, 0), (), is_definition=True) if found else None


def users_of(files: OpenFiles, path: str) -> list[str]:
    """Return the other files that use the workflow, routine, ref or feature in the file at *path*, relative to the current folder."""
    name = inserted_name(path, kind_of(path, files.text_of(path) or ""))
    if name is None:
        return files.users_of(path)
    own = disk.real_path(path)
    with files.at(path):
        found = references_of(files, path, Named(name, files.surroundings(path)))
        paths = dict.fromkeys(each.path for each in found)
        return [each for each in paths if disk.real_path(each) != own]


def sharing_paths(named: Named) -> tuple[str, ...]:
    """Return the paths of the files that share a name, those that name it themselves first."""
    if named.name.kind not in _SHARED:
        return (named.home.reading.path,)
    readings = _sharing(named)
    uses: Mapping[str, bool] = {
        path: any(_is_same(each, named.name) for each in occurrences(reading))
        for path, reading in readings.items()
    }
    return tuple(sorted(readings, key=lambda path: not uses[path]))
