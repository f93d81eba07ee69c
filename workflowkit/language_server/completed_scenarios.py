"""What a place of a scenario takes besides the format: the steps, keys, values and artifacts of its workflow."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflowkit.language_server.completed_values import context_keys
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.records import dataclass
from workflowkit.runtime.executable import ExecutableStep
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route, value_at
from workflowkit.text.yaml_values import YamlValue


@dataclass(frozen=True, slots=True)
class Proposal:
    """A key or a value, and what it is."""

    text: str
    detail: str = ""
    documentation: str = ""


def names_of_values(
    home: Knowledge, path: str, route: Route, read: YamlValue, offset: int
) -> Iterator[Proposal]:
    """Yield the values for the place at *route* of the scenario at *path*, which is for the workflow of *home*."""
    match route:
        case ("workflow",):
            yield from _paths(home, path)
        case ("answers" | "expect", *_, "step") | ("expect", "last" | "everyPathEndsAt"):
            yield from _steps(home)
        case ("expect", "path" | "gates", *_):
            yield from _steps(home)
        case ("expect", "fragments", _, *_):
            yield from _fragments(home)
        case ("context", key) | ("expect", "context", key) | ("answers", _, "context", key):
            yield from _values_of(home, key)
        case ("answers", _, "artifacts", _, *inner):
            yield from _artifact_values(home, tuple(inner), _artifact_at(read, offset))


def names_of_keys(
    home: Knowledge, route: Route, read: YamlValue, offset: int
) -> Iterator[Proposal]:
    """Yield the keys of the mapping at *route* of a scenario for the workflow of *home*, where the format leaves them open."""
    match route:
        case ("context",) | ("expect", "context") | ("answers", _, "context"):
            for each in context_keys(home):
                yield Proposal(each.label, each.detail, each.documentation)
        case ("expect", "prompts"):
            yield from _steps(home)
        case ("expect", "loops"):
            yield from (
                Proposal(step.id, step.title)
                for step in home.reading.workflow.all_steps
                if step.is_loop and step.id
            )
        case ("answers", _, "artifacts", _, *inner):
            yield from _artifact_keys(home, tuple(inner), _artifact_at(read, offset))


def _paths(home: Knowledge, path: str) -> Iterator[Proposal]:
    """Yield the workflow files, relative to the scenario at *path*."""
    for name, document in home.documents.items():
        if name.endswith(".json") and isinstance(document.value, dict):
            near = os.path.relpath(name, os.path.dirname(path) or ".")
            yield Proposal(near, as_text(document.value.get("name")))


def _steps(home: Knowledge) -> Iterator[Proposal]:
    """Yield the steps as a scenario names them: those of loops in their first pass."""
    titles = {step.id: step.title for step in home.reading.workflow.all_steps if step.id}
    pinned = home.pinned
    if pinned is None:
        yield from (Proposal(name, title) for name, title in titles.items())
        return
    nodes = pinned.executable.by_id.items()
    names = [name for name, node in nodes if isinstance(node, ExecutableStep)]
    for name in sorted(names, key=lambda name: pinned.route_of.get(name, ())):
        loop = pinned.loop_around.get(name)
        yield Proposal(f"{loop.id}@1/{name}" if loop else name, titles.get(name, ""))


def _fragments(home: Knowledge) -> Iterator[Proposal]:
    for step in home.reading.workflow.all_steps:
        for _, fragment in step.fragments:
            if step.id and as_text(fragment.get("id")):
                yield Proposal(f"{step.id}.{fragment['id']}", as_text(fragment.get("text"))[:80])


def _values_of(home: Knowledge, key: object) -> Iterator[Proposal]:
    story = home.keys.get(str(key))
    for value in story.values if story else ():
        yield Proposal(value, f"a value of `{key}`")


def _artifact_at(read: YamlValue, offset: int) -> Mapping[str, Json]:
    """Return the artifact that begins last before *offset*."""
    found: Route | None = None
    for route, place in read.places.items():
        if len(route) == 4 and route[2] == "artifacts" and place.start <= offset:
            found = route
    try:
        return as_fields(value_at(read.value, found)) if found else {}
    except (KeyError, IndexError, TypeError):
        return {}


def _schema_of(home: Knowledge, artifact: Mapping[str, Json], inner: Iterable[object]) -> Any:
    """Return what the contract of *artifact* says about the place *inner* of it."""
    contracts = home.context.spec.contracts.values()
    kind = artifact.get("kind")
    schema: Any = next((each.schema for each in contracts if each.kind == kind), {})
    for part in inner:
        schema = as_fields(as_fields(as_fields(schema).get("properties")).get(str(part)))
    return as_fields(schema)


def _artifact_keys(
    home: Knowledge, inner: Route, artifact: Mapping[str, Json]
) -> Iterator[Proposal]:
    if inner[:1] == ("dimensions",):
        yield from (Proposal(name, about) for name, about, _ in _dimensions(home, artifact))
    if not artifact.get("kind") and not inner:
        yield Proposal("kind", "required", "What the artifact is.")
    schema = _schema_of(home, artifact, inner)
    for key, about in as_fields(schema.get("properties")).items():
        detail = "required" if key in as_items(schema.get("required")) else ""
        yield Proposal(key, detail, as_text(as_fields(about).get("description")))


def _artifact_values(
    home: Knowledge, inner: Route, artifact: Mapping[str, Json]
) -> Iterator[Proposal]:
    match inner:
        case ("kind",):
            for contract in home.context.spec.contracts.values():
                about = as_text(as_fields(contract.schema).get("description"))
                yield Proposal(contract.kind, contract.id, about)
        case ("assessmentId",):
            for _, entry in home.reading.workflow.records("assessments"):
                if as_text(entry.get("id")):
                    yield Proposal(as_text(entry["id"]), as_text(entry.get("purpose")))
        case ("dimensions", name):
            levels = [each for key, _, each in _dimensions(home, artifact) if key == name]
            yield from (Proposal(level, f"a level of {name}") for each in levels for level in each)
        case _:
            schema = _schema_of(home, artifact, inner)
            values = [*as_items(schema.get("enum"))]
            values += [schema["const"]] if "const" in schema else []
            yield from (
                Proposal(str(value), as_text(schema.get("description"))) for value in values
            )


def _dimensions(
    home: Knowledge, artifact: Mapping[str, Json]
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield id, purpose and levels of the dimensions of the assessment that *artifact* is about."""
    for _, entry in home.reading.workflow.records("assessments"):
        if entry.get("id") == artifact.get("assessmentId", entry.get("id")):
            for dimension in map(as_fields, as_items(entry.get("dimensions"))):
                levels = [
                    each for each in as_items(dimension.get("levels")) if isinstance(each, str)
                ]
                name, about = as_text(dimension.get("id")), as_text(dimension.get("purpose"))
                yield name, about, levels
