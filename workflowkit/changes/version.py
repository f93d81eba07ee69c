"""One version of a workflow, and its steps as the agent meets them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import placeholders
from workflowkit.compiler.steps import CompiledStep
from workflowkit.records import dataclass
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class VersionStep:
    """One compiled step."""

    value: Mapping[str, Json]
    """The resolved step without its body: routines, slots, features, refs and blocks are applied."""
    route: Route
    """Where the author wrote it; for a step of a routine, the step that calls it."""
    routine: str = ""
    """The routine that it comes from; empty for a step of the workflow itself."""
    loop: str = ""
    """The id of the loop that it is in; empty outside of loops."""
    body: tuple[str, ...] = ()
    """The ids of the steps in its inline body."""

    @property
    def id(self) -> str:
        """The step id."""
        return as_text(self.value.get("id"))

    @property
    def title(self) -> str:
        """The title."""
        return as_text(self.value.get("title"))

    @property
    def is_loop(self) -> bool:
        """True for loop containers."""
        return self.value.get("type") == "loop"

    @property
    def name(self) -> str:
        """The step as messages name it."""
        return f"{'loop' if self.is_loop else 'step'} '{self.id}'"

    @property
    def prompt(self) -> str:
        """The compiled prompt, without conditional texts; empty for loops."""
        return as_text(self.value.get("prompt"))

    @cached_property
    def fragments(self) -> Mapping[str, Mapping[str, Json]]:
        """The conditional texts by their ids."""
        entries = map(as_fields, as_items(self.value.get("promptFragments")))
        return {as_text(entry.get("id")): entry for entry in entries}

    @cached_property
    def text(self) -> str:
        """Everything that the agent may read at the step: title, prompt and conditional texts."""
        fragments = (as_text(entry.get("text")) for entry in self.fragments.values())
        return "\n\n".join(part for part in (self.title, self.prompt, *fragments) if part)

    @cached_property
    def word_pairs(self) -> Counter[tuple[str, str]]:
        """Every two neighboring words of its text, for comparing it with others."""
        return Counter(pairwise(_WORD.findall(self.text.lower())))


@dataclass(frozen=True)
class Version:
    """One version of a workflow."""

    analysis: Analysis
    path: str
    """The path of its file, as findings name it; different in two versions that are compared."""
    place: str = ""
    """The path of its file in its source, by which files without a common id are paired."""

    @property
    def document(self) -> Document:
        """Its file, under the name that findings give it."""
        return replace(self.analysis.document, path=self.path)

    @property
    def id(self) -> str:
        """The workflow id."""
        return self.analysis.workflow.id

    @property
    def number(self) -> str:
        """Its `version`."""
        return self.analysis.workflow.text("version")

    @property
    def value(self) -> Mapping[str, Json]:
        """The workflow as it is written."""
        return self.analysis.workflow.value

    @property
    def hash(self) -> str | None:
        """The hash of its snapshot; None when the engine refuses it."""
        return self.analysis.compilation.hash

    @cached_property
    def steps(self) -> tuple[VersionStep, ...]:
        """Every compiled step in order, each loop followed by its body; resolved as far as possible when there are errors."""
        return tuple(_all(self.analysis.compilation.steps))

    @cached_property
    def by_id(self) -> Mapping[str, VersionStep]:
        """The steps by their ids; of several with one id, the first."""
        return {step.id: step for step in reversed(self.steps)}

    @cached_property
    def keys(self) -> Mapping[str, Route]:
        """The context keys that its steps ask for, each with the first place."""
        found: dict[str, Route] = {}
        context = self.analysis.context
        for capture in (*context.captures, *context.injected_captures):
            found.setdefault(capture.key, capture.step.route)
        return found

    @cached_property
    def arguments(self) -> Mapping[str, Route]:
        """The template arguments that its texts name, each with the first place."""
        found: dict[str, Route] = {}
        for placeholder in placeholders(self.value.get("steps")):
            found.setdefault(placeholder.name, placeholder.route[:2])
        return found

    @cached_property
    def slots(self) -> Mapping[str, tuple[Route, Mapping[str, Json]]]:
        """The extension points by their ids, each with its place."""
        points = self.analysis.workflow.records("extensionPoints")
        return {as_text(point.get("slotId")): (route, point) for route, point in points}

    @cached_property
    def levels(self) -> Mapping[tuple[str, ...], Route]:
        """The places of its assessments, their dimensions and their levels, by the names on the way to them."""
        found: dict[tuple[str, ...], Route] = {}
        for route, assessment in self.analysis.workflow.records("assessments"):
            name = as_text(assessment.get("id"))
            found[name,] = route
            for index, dimension in enumerate(as_items(assessment.get("dimensions"))):
                place: Route = (*route, "dimensions", index)
                dimension_name = as_text(as_fields(dimension).get("id"))
                found[name, dimension_name] = place
                for level in as_items(as_fields(dimension).get("levels")):
                    found[name, dimension_name, as_text(level)] = (*place, "levels")
        return found

    @cached_property
    def text(self) -> str:
        """Everything that the agent may read in the whole workflow."""
        general = (
            *as_items(self.value.get("metaGuidance")),
            *as_items(self.value.get("preconditions")),
        )
        return "\n\n".join(
            (*filter(None, map(as_text, general)), *(step.text for step in self.steps))
        )


def _all(nodes: tuple[CompiledStep, ...], loop: str = "") -> Iterator[VersionStep]:
    for node in nodes:
        value = {
            key: member for key, member in node.value.items() if key != "body" or node.body is None
        }
        body = tuple(inner.id for inner in node.body or ())
        yield VersionStep(value, node.origin.route, node.origin.routine, loop, body)
        yield from _all(node.body or (), node.id)
