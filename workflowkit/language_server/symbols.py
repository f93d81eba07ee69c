"""The names in a workflow file: where each is defined, and where it is used."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from workflowkit.analysis.data_flow.captures import captures_of
from workflowkit.analysis.data_flow.reads import condition_reads, loop_variables, token_reads
from workflowkit.format.reader import Step
from workflowkit.language_server.reading import Offsets, TextReading
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Route

SLOT_TOKEN = re.compile(r"\{\{wr\.bindings\.([\w-]+)\}\}")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a name."""

    kind: str
    """`step`, `key` (of the context), `assessment`, `level`, `workflow`, `template`, `ref`, `feature`, `contract`, `slot`, `tag`, or `file`."""
    name: str
    offsets: Offsets
    route: Route
    is_definition: bool = False
    use: str = ""
    """How a context key is used: `output`, `list`, `prose`, `variable`, `cited`, or as `Read.use` says."""
    owner: str = ""
    """Path of the workflow that the name belongs to, when it is written in another file."""


_VARIABLES = {
    "iterationVar": "currentIteration",
    "itemVar": "currentItem",
    "indexVar": "currentIndex",
}


def occurrences(reading: TextReading) -> Iterator[Occurrence]:
    """Yield every name in the file with its place."""
    yield from _of_workflow(reading)
    keys: dict[Offsets, Occurrence] = {}
    for step in reading.workflow.all_steps:
        yield from _of_step(reading, step)
        for found in _keys(reading, step):
            keys.setdefault(found.offsets, found)
    yield from keys.values()
    yield from _cited_keys(reading, {each.name for each in keys.values()}, keys)


def at(names: Iterable[Occurrence], offset: int) -> Occurrence | None:
    """Return the one of *names* at *offset*, the shortest one when several are there."""
    here = [each for each in names if each.offsets[0] <= offset <= each.offsets[1]]
    return min(here, key=lambda each: each.offsets[1] - each.offsets[0], default=None)


def occurrence_at(reading: TextReading, offset: int) -> Occurrence | None:
    """Return the name at *offset* of a workflow file."""
    return at(occurrences(reading), offset)


def _at(
    reading: TextReading, kind: str, route: Route, *, is_definition: bool = False, use: str = ""
) -> Iterator[Occurrence]:
    node = reading.tree.nodes.get(route)
    offsets = reading.offsets(route)
    if node is not None and offsets is not None and isinstance(node.value, str) and node.value:
        yield Occurrence(kind, node.value, offsets, route, is_definition, use)


def _of_workflow(reading: TextReading) -> Iterator[Occurrence]:
    workflow = reading.workflow
    yield from _at(reading, "workflow", ("id",), is_definition=True)
    for index in range(len(as_items(workflow.value.get("features")))):
        yield from _at(reading, "feature", ("features", index))
    for route, entry in workflow.records("assessments"):
        yield from _at(reading, "assessment", (*route, "id"), is_definition=True)
        for index, dimension in enumerate(as_items(entry.get("dimensions"))):
            for level in range(len(as_items(as_fields(dimension).get("levels")))):
                place: Route = (*route, "dimensions", index, "levels", level)
                yield from _at(reading, "level", place, is_definition=True)
    for route, _ in workflow.records("references"):
        yield from _at(reading, "file", (*route, "source"))
    for route, _ in workflow.records("extensionPoints"):
        yield from _at(reading, "slot", (*route, "slotId"), is_definition=True)
        yield from _at(reading, "workflow", (*route, "default"))


def _of_step(reading: TextReading, step: Step) -> Iterator[Occurrence]:
    route = step.route
    yield from _at(reading, "step", (*route, "id"), is_definition=True)
    yield from _at(reading, "template", (*route, "templateCall", "templateId"))
    yield from _at(reading, "contract", (*route, "outputContract", "contractRef"))
    if step.is_loop:
        yield from _at(reading, "step", (*route, "body"))
        source: Route = (*route, "loop", "conditionSource")
        yield from _at(reading, "contract", (*source, "contractRef"))
        yield from _at(reading, "step", (*source, "loopId"))
    for index in range(len(as_items(step.value.get("assessmentRefs")))):
        yield from _at(reading, "assessment", (*route, "assessmentRefs", index))
    for index in range(len(as_items(step.value.get("assessmentConsequences")))):
        when: Route = (*route, "assessmentConsequences", index, "when")
        yield from _at(reading, "assessment", (*when, "forAssessment"))
        yield from _at(reading, "level", (*when, "anyEqualsLevel"))
    for place, _ in step.delegations:
        yield from _at(reading, "workflow", (*place, "workflowId"))
    for place, _ in step.refs():
        yield from _at(reading, "ref", (*place, "refId"))
    for place, text in step.texts():
        for match in SLOT_TOKEN.finditer(text):
            offsets = reading.offsets(place, match.span(1))
            if offsets is not None:
                yield Occurrence("slot", match.group(1), offsets, place)


def _keys(reading: TextReading, step: Step) -> Iterator[Occurrence]:
    """Yield the context keys that *step* sets and reads."""
    for capture in captures_of(step):
        on_key = capture.window is None
        offsets = reading.offsets(capture.route, capture.window, on_key=on_key)
        if offsets is not None:
            yield Occurrence("key", capture.key, offsets, capture.route, True, capture.form)
    for read in (*condition_reads(step), *token_reads(step)):
        window = read.window and (read.window[0], read.window[0] + len(read.key))
        offsets = reading.offsets(read.route, window)
        if offsets is not None:
            yield Occurrence("key", read.key, offsets, read.route, False, read.use)
    if step.is_loop and loop_variables(step):
        for name in _VARIABLES:
            place: Route = (*step.route, "loop", name)
            yield from _at(reading, "key", place, is_definition=True, use="variable")


_CITED = re.compile(r"`(\w+)")


def _cited_keys(
    reading: TextReading, names: Container[str], others: Container[Offsets]
) -> Iterator[Occurrence]:
    """Yield where prompts cite the keys *names* between backticks, apart from the places of *others*."""
    for step in reading.workflow.all_steps:
        for route, text in step.texts():
            for match in _CITED.finditer(text):
                offsets = reading.offsets(route, match.span(1)) if match[1] in names else None
                if offsets is not None and offsets not in others:
                    yield Occurrence("key", match[1], offsets, route, use="cited")
