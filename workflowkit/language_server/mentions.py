"""The names of workflows, steps, keys and texts in files that are no workflows: triggers, scenarios, tags, bindings, features and refs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from workflowkit.language_server.reading import Offsets, TextReading
from workflowkit.language_server.symbols import Occurrence
from workflowkit.records import dataclass
from workflowkit.refactoring.scenarios import KEY, step_places
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, value_at
from workflowkit.text.yaml_values import YamlValue
from workflowkit.triggers import trigger_file


@dataclass(frozen=True, slots=True)
class Home:
    """What the names in a file refer to."""

    path: str
    """Of the file itself."""
    owner: str = ""
    """Path of the workflow that the file is for; empty for none."""
    file_of: Callable[[str], str] = lambda _: ""
    """Returns the path of the file with a workflow id; empty when there is none."""
    routine_of: Callable[[str, str], str] = lambda _path, _step: ""
    """Returns the path of the routine that a step of the workflow at a path calls; empty for none."""
    contract_of: Callable[[str], str] = lambda _: ""
    """Returns the id of the contract for a kind of artifact; empty when there is none."""


def in_triggers(text: str, home: Home) -> Iterator[Occurrence]:
    """Yield the workflows that triggers start, and the keys that they set."""
    for index, trigger in enumerate(trigger_file.parse(text).triggers):
        owner = home.file_of(trigger.text("workflowId"))
        for path, entry in trigger.entries.items():
            route: Route = ("triggers", index, *path)
            if path[-1] == "workflowId" and not entry.is_block:
                yield Occurrence("workflow", trigger.text(*path), entry.value_place, route)
            elif path[0] == "contextMapping" and len(path) > 1 and owner:
                yield Occurrence("key", path[1], entry.key_place, route, use="mapping", owner=owner)


def in_scenario(text: str, read: YamlValue, home: Home) -> Iterator[Occurrence]:
    """Yield the steps, loops, context keys and assessments that a scenario names, and its workflow."""
    value = as_fields(read.value)

    def place(route: Route, name: str, *, on_key: bool = False) -> Offsets | None:
        found = read.places.get(route)
        start = (found.key_start if on_key else found.start) if found else -1
        start += text[start : start + 1] in ('"', "'")
        return (start, start + len(name)) if found and text.startswith(name, start) else None

    for route, kind, _ in step_places(value, str, str):
        name = route[-1] if kind == KEY else value_at(value, route)
        offsets = place(route, name, on_key=kind == KEY) if isinstance(name, str) else None
        if offsets is not None and home.owner and isinstance(name, str):
            yield from _steps(name, offsets[0], route, home)
    for route in _contexts(value):
        for key in as_fields(_at(value, route)):
            offsets = place((*route, key), key, on_key=True)
            if offsets is not None and home.owner:
                yield Occurrence(
                    "key", key, offsets, (*route, key), use="scenario", owner=home.owner
                )
    for route, kind in _artifact_names(value):
        name = as_text(_at(value, route))
        offsets = place(route, name) if name else None
        known = home.contract_of(name) if kind == "contract" else name
        if offsets is not None and known:
            owner = home.owner if kind == "assessment" else ""
            yield Occurrence(kind, known, offsets, route, owner=owner)
    offsets = place(("workflow",), as_text(value.get("workflow")))
    if offsets is not None and as_text(value.get("workflow")):
        yield Occurrence("file", as_text(value["workflow"]), offsets, ("workflow",))


def _steps(name: str, start: int, route: Route, home: Home) -> Iterator[Occurrence]:
    """Yield the loop, the step and the step of a routine in *name*, such as `loop@2/step` and `call.step`."""
    at = start
    for part in name.split("/"):
        head, _, rest = part.partition(".")
        step = head.partition("@")[0]
        yield Occurrence("step", step, (at, at + len(step)), route, owner=home.owner)
        routine = home.routine_of(home.owner, step) if rest else ""
        if routine:
            inner = rest.partition(".")[0].partition("@")[0]
            begin = at + len(head) + 1
            yield Occurrence("step", inner, (begin, begin + len(inner)), route, owner=routine)
        at += len(part) + 1


def _contexts(value: Mapping[str, Json]) -> Iterator[Route]:
    yield ("context",)
    yield ("expect", "context")
    for index, _ in enumerate(as_items(value.get("answers"))):
        yield ("answers", index, "context")


def _artifact_names(value: Mapping[str, Json]) -> Iterator[tuple[Route, str]]:
    for index, answer in enumerate(as_items(value.get("answers"))):
        for number, _ in enumerate(as_items(as_fields(answer).get("artifacts"))):
            route: Route = ("answers", index, "artifacts", number)
            yield (*route, "kind"), "contract"
            yield (*route, "assessmentId"), "assessment"


def _at(value: Json, route: Route) -> Json:
    try:
        return value_at(value, route)
    except (KeyError, IndexError, TypeError):
        return None


def in_tags(reading: TextReading) -> Iterator[Occurrence]:
    """Yield the tags and the workflows that a tag file names."""
    for route, node in reading.tree.nodes.items():
        match route:
            case ("tags", int(), "id"):
                yield from _named(reading, "tag", route, is_definition=True)
            case ("tags", int(), "examples", int()):
                yield from _named(reading, "workflow", route)
            case ("workflows", str(name)) if node.key:
                yield from _key(reading, "workflow", route, name)
            case ("workflows", _, "tags", int()):
                yield from _named(reading, "tag", route)


def in_stamps(reading: TextReading) -> Iterator[Occurrence]:
    """Yield the workflows with a stamp."""
    for route, node in reading.tree.nodes.items():
        match route:
            case ("stamps", str(name)) if node.key:
                yield from _key(reading, "workflow", route, name)


def in_bindings(reading: TextReading, home: Home) -> Iterator[Occurrence]:
    """Yield the workflows, slots and routines that a bindings file names."""
    for route, node in reading.tree.nodes.items():
        match route:
            case (str(name),) if node.key:
                yield from _key(reading, "workflow", route, name)
            case (str(name), str(slot)) if node.key:
                owner = home.file_of(name)
                if owner:
                    yield from _key(reading, "slot", route, slot, owner)
                yield from _named(reading, "workflow", route)


def in_texts(reading: TextReading) -> Iterator[Occurrence]:
    """Yield the refs that a feature inserts."""
    for route in reading.tree.nodes:
        if route[-1:] == ("refId",):
            yield from _named(reading, "ref", route)


_ID = re.compile(r"\bwr\.(refs|features|contracts|templates\.routine)\.[\w-]+")
_KINDS = {"refs": "ref", "features": "feature", "contracts": "contract"}


def in_prose(text: str) -> Iterator[Occurrence]:
    """Yield the refs, features, contracts and routines that a Markdown file cites."""
    for match in _ID.finditer(text):
        kind = _KINDS.get(match[1], "template")
        yield Occurrence(kind, match[0], match.span(), ())


def _named(
    reading: TextReading, kind: str, route: Route, *, is_definition: bool = False
) -> Iterator[Occurrence]:
    node, offsets = reading.tree.nodes[route], reading.offsets(route)
    if isinstance(node.value, str) and node.value and offsets:
        yield Occurrence(kind, node.value, offsets, route, is_definition)


def _key(
    reading: TextReading, kind: str, route: Route, name: str, owner: str = ""
) -> Iterator[Occurrence]:
    offsets = reading.offsets(route, on_key=True)
    if name and offsets:
        yield Occurrence(kind, name, offsets, route, owner=owner)
