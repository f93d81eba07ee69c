"""Scenario files: the names of steps and context keys in them, and their changes in place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from workflowkit.refactoring.plan import Change, RefactoringNote
from workflowkit.text.document import Document
from workflowkit.text.edits import Edit, apply_edits
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Json, Route, TextRange, value_at
from workflowkit.text.yaml_values import YamlError, YamlPlace, YamlValue, read_yaml

Named = Callable[[str], str]
"""Returns what a name is called afterwards."""

KEY = "key"
"""The name is the key of a place."""
_VALUE = "value"


def scenario_changes(
    document: Document, ids: Mapping[str, str], notes: list[RefactoringNote]
) -> list[Change]:
    """Return the changes of the scenario file *document* for steps that have new *ids*."""

    def renamed(name: str) -> str:
        loop, at, step = name.rpartition("/")
        head, mark, number = loop.partition("@")
        return f"{ids.get(head, head)}{mark}{number}{at}{ids.get(step, step)}"

    def fragment(name: str) -> str:
        step, _, last = name.rpartition(".")
        return f"{renamed(step)}.{last}" if step else name

    return changed_names(document, lambda value: step_places(value, renamed, fragment), notes)


def step_places(
    value: dict[str, Json], renamed: Named, fragment: Named
) -> Iterator[tuple[Route, str, Named]]:
    """Yield the places of a scenario that name steps or fragments: the route, whether key or value, and the change."""
    for index, answer in enumerate(as_items(value.get("answers"))):
        if "step" in as_fields(answer):
            yield ("answers", index, "step"), _VALUE, renamed
    expect = as_fields(value.get("expect"))
    for key in ("last", "everyPathEndsAt"):
        if key in expect:
            yield ("expect", key), _VALUE, renamed
    for key in ("path", "gates"):
        for index, _ in enumerate(as_items(expect.get(key))):
            yield ("expect", key, index), _VALUE, renamed
    for index, block in enumerate(as_items(expect.get("blocks"))):
        if "step" in as_fields(block):
            yield ("expect", "blocks", index, "step"), _VALUE, renamed
    for key in ("prompts", "loops"):
        for name in as_fields(expect.get(key)):
            yield ("expect", key, name), KEY, renamed
    for key, names in as_fields(expect.get("fragments")).items():
        for index, _ in enumerate(as_items(names)):
            yield ("expect", "fragments", key, index), _VALUE, fragment


def scenario_key_changes(
    document: Document, old: str, new: str, notes: list[RefactoringNote]
) -> list[Change]:
    """Return the changes of the scenario file *document* for a context key with a new name."""

    def places(value: dict[str, Json]) -> Iterator[tuple[Route, str, Named]]:
        routes: list[Route] = [("context",), ("expect", "context")]
        routes += [("answers", i, "context") for i, _ in enumerate(as_items(value.get("answers")))]
        for route in routes:
            if old in _fields_at(value, route):
                yield (*route, old), KEY, lambda _: new

    return changed_names(document, places, notes)


def scenario_assessment_changes(
    document: Document, old: str, new: str, notes: list[RefactoringNote]
) -> list[Change]:
    """Return the changes of the artifacts in the scenario file *document* for an assessment with a new id."""

    def places(value: dict[str, Json]) -> Iterator[tuple[Route, str, Named]]:
        for index, answer in enumerate(as_items(value.get("answers"))):
            for number, artifact in enumerate(as_items(as_fields(answer).get("artifacts"))):
                if as_fields(artifact).get("assessmentId") == old:
                    yield (
                        ("answers", index, "artifacts", number, "assessmentId"),
                        _VALUE,
                        lambda _: new,
                    )

    return changed_names(document, places, notes)


Places = Callable[[dict[str, Json]], Iterator[tuple[Route, str, Named]]]
"""Yields the places of names in the value of a file: the route, whether it is the key or the value, and what it is called afterwards."""


def changed_names(document: Document, places: Places, notes: list[RefactoringNote]) -> list[Change]:
    """Return the changes of the YAML file *document* at *places*; a file that cannot be changed in place gets a note instead."""
    try:
        read = read_yaml(document.text)
    except YamlError as error:
        notes.append(RefactoringNote(document.path, f"left as it is: {error.message}"))
        return []
    if not isinstance(read.value, dict):
        return []
    wanted = [
        (route, kind, name, named(name))
        for route, kind, named in places(read.value)
        for name in [route[-1] if kind == KEY else value_at(read.value, route)]
        if isinstance(name, str) and named(name) != name
    ]
    if not wanted:
        return []
    offset = len(document.text) - len(document.text.removeprefix("\ufeff"))
    edits = {
        _edit(document.text, read.places[route], kind, (name, new), offset, route)
        for route, kind, name, new in wanted
    }
    if not _is_as_wanted(document.text, edits, read, wanted):
        message = "left as it is: its names are written in a way that cannot be changed in place"
        notes.append(RefactoringNote(document.path, message))
        return []
    return [(document.path, edit) for edit in edits]


def _edit(
    text: str, place: YamlPlace, kind: str, names: tuple[str, str], offset: int, route: Route
) -> Edit:
    name, new = names
    start = (place.key_start if kind == KEY else place.start) + offset
    for quote in ("", '"', "'"):
        written = f"{quote}{name}{quote}"
        if text.startswith(written, start):
            new_text = f"{quote}{new}{quote}" if quote or _is_plain_text(new) else json.dumps(new)
            return Edit("replace", TextRange(start, start + len(written), route), new_text)
    end = start if kind == KEY else place.end + offset
    return Edit("replace", TextRange(start, end, route), json.dumps(new))


def _is_plain_text(name: str) -> bool:
    """Return whether YAML reads *name* without quotes as this text, wherever a value may be."""
    try:
        return bool(read_yaml(f"[{name}]").value == [name])
    except YamlError:
        return False


def _is_as_wanted(
    text: str, edits: set[Edit], read: YamlValue, wanted: list[tuple[Route, str, str, str]]
) -> bool:
    """Return whether *edits* change the names in question and nothing else."""
    try:
        changed = read_yaml(apply_edits(text, edits)).value
    except (YamlError, ValueError):
        return False
    keys = {route: new for route, kind, _, new in wanted if kind == KEY}
    values = {route: new for route, kind, _, new in wanted if kind == _VALUE}
    return bool(changed == _expected(read.value, (), keys, values))


def _expected(
    value: Json, route: Route, keys: Mapping[Route, str], values: Mapping[Route, str]
) -> Json:
    if route in values:
        return values[route]
    if isinstance(value, dict):
        return {
            keys.get((*route, key), key): _expected(member, (*route, key), keys, values)
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_expected(each, (*route, i), keys, values) for i, each in enumerate(value)]
    return value


def _fields_at(value: Json, route: Route) -> dict[str, Json]:
    """Return the object at *route*; an empty one when there is none."""
    try:
        return as_fields(value_at(value, route))
    except (KeyError, IndexError, TypeError):
        return {}
