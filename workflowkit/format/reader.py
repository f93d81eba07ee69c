"""A workflow as rules and analyses read it: typed access to its JSON that survives any shape.

A field of the wrong type reads as if it were absent, so that one error in a file does not hide the findings of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route

LIST_SECTIONS = ("constraints", "procedure", "verify")
"""Sections of prompt blocks that are lists of promptValues."""

VIRTUAL_KEYS = ("verification", "audit", "synthesis")
"""Keys of a step that become steps of their own, in their order."""


@dataclass(frozen=True)
class Step:
    """One step, authored or compiled."""

    value: dict[str, Json]
    route: Route
    """Where it is written in the workflow."""
    loop: Step | None = None
    """The loop whose inline body it is in."""

    def __hash__(self) -> int:
        """Hash by place; the JSON of the step cannot be hashed."""
        return hash(self.route)

    def __eq__(self, other: object) -> bool:
        """Return true for the same object at the same place."""
        return self is other or (
            isinstance(other, Step) and self.value is other.value and self.route == other.route
        )

    @property
    def id(self) -> str:
        """The step id."""
        return as_text(self.value.get("id"))

    @property
    def name(self) -> str:
        """The step as messages name it: by its id, or by its place when it has none."""
        return f"step '{self.id}'" if self.id else "this step"

    @property
    def title(self) -> str:
        """The title."""
        return as_text(self.value.get("title"))

    @property
    def prompt(self) -> str:
        """The raw prompt; empty for steps with blocks or a template call."""
        return as_text(self.value.get("prompt"))

    @property
    def blocks(self) -> dict[str, Json]:
        """The prompt blocks; empty when there are none."""
        return as_fields(self.value.get("promptBlocks"))

    @property
    def has_blocks(self) -> bool:
        """True when the step has prompt blocks, empty ones included."""
        return isinstance(self.value.get("promptBlocks"), dict)

    @property
    def template_id(self) -> str:
        """The template it calls; empty when it calls none."""
        return as_text(as_fields(self.value.get("templateCall")).get("templateId"))

    @property
    def calls_template(self) -> bool:
        """True when the step is replaced by the steps of a routine."""
        return bool(self.template_id)

    @property
    def arguments(self) -> dict[str, Json]:
        """Arguments of the template call."""
        return as_fields(as_fields(self.value.get("templateCall")).get("args"))

    @property
    def is_loop(self) -> bool:
        """True for loop containers."""
        return self.value.get("type") == "loop"

    @property
    def is_parallel(self) -> bool:
        """True for steps that start several workflows at once."""
        return self.value.get("type") == "parallel"

    @property
    def delegations(self) -> list[tuple[Route, dict[str, Json]]]:
        """What a parallel step starts, with the routes."""
        return [
            ((*self.route, "parallelDelegations", index), entry)
            for index, entry in enumerate(as_items(self.value.get("parallelDelegations")))
            if isinstance(entry, dict)
        ]

    @property
    def config(self) -> dict[str, Json]:
        """The loop configuration; empty for other steps."""
        return as_fields(self.value.get("loop"))

    @property
    def loop_type(self) -> str:
        """`while`, `until`, `for`, `forEach`, or empty."""
        return as_text(self.config.get("type"))

    @property
    def body_id(self) -> str:
        """The step that is the body, when it is named by id."""
        return as_text(self.value.get("body")) if self.is_loop else ""

    @cached_property
    def body(self) -> tuple[Step, ...]:
        """The steps of an inline body."""
        if not self.is_loop:
            return ()
        return tuple(
            Step(entry, (*self.route, "body", index), self)
            for index, entry in enumerate(as_items(self.value.get("body")))
            if isinstance(entry, dict)
        )

    @property
    def is_conditional(self) -> bool:
        """True when it has a condition of its own that tests something."""
        condition = as_fields(self.value.get("runCondition"))
        is_always_true = condition.get("and") == [] and "var" not in condition
        return bool(condition) and not is_always_true

    @property
    def contract(self) -> str:
        """The contract its output must satisfy; empty when there is none."""
        return as_text(as_fields(self.value.get("outputContract")).get("contractRef"))

    @property
    def assessment_refs(self) -> list[str]:
        """The assessments it must give."""
        return [ref for ref in as_items(self.value.get("assessmentRefs")) if isinstance(ref, str)]

    @property
    def fragments(self) -> list[tuple[Route, dict[str, Json]]]:
        """Its prompt fragments with their routes."""
        return [
            ((*self.route, "promptFragments", index), entry)
            for index, entry in enumerate(as_items(self.value.get("promptFragments")))
            if isinstance(entry, dict)
        ]

    @property
    def gate(self) -> Json:
        """`requireConfirmation` as written: True, False, a condition, a gate with its kind, or None."""
        return self.value.get("requireConfirmation")

    @property
    def gate_kind(self) -> str:
        """The kind of its gate; empty when the gate has none."""
        return as_text(as_fields(self.gate).get("kind"))

    @property
    def gate_condition(self) -> tuple[Route, dict[str, Json]] | None:
        """The condition of its gate with its route; None when there is none."""
        route: Route = (*self.route, "requireConfirmation")
        if not isinstance(self.gate, dict):
            return None
        if "kind" not in self.gate:
            return route, self.gate
        condition = self.gate.get("condition")
        return ((*route, "condition"), condition) if isinstance(condition, dict) else None

    def conditions(self) -> Iterator[tuple[str, Route, Json]]:
        """Yield every condition of the step itself with what it decides: `run`, `gate`, `delegation`, `loop` or `fragment`."""
        if isinstance(self.value.get("runCondition"), dict):
            yield "run", (*self.route, "runCondition"), self.value["runCondition"]
        if self.gate_condition is not None:
            yield "gate", *self.gate_condition
        for route, delegation in self.delegations:
            if isinstance(delegation.get("runCondition"), dict):
                yield "delegation", (*route, "runCondition"), delegation["runCondition"]
        if isinstance(self.config.get("condition"), dict):
            yield "loop", (*self.route, "loop", "condition"), self.config["condition"]
        source = as_fields(self.config.get("conditionSource"))
        if isinstance(source.get("condition"), dict):
            yield (
                "loop",
                (*self.route, "loop", "conditionSource", "condition"),
                source["condition"],
            )
        for route, fragment in self.fragments:
            if isinstance(fragment.get("when"), dict):
                yield "fragment", (*route, "when"), fragment["when"]

    def texts(self) -> tuple[tuple[Route, str], ...]:
        """Return every authored text that becomes part of a prompt: prompt, block strings, text parts, fragments, prompts of virtual steps."""
        return self._texts

    @cached_property
    def _texts(self) -> tuple[tuple[Route, str], ...]:
        return tuple(self._find_texts())

    def _find_texts(self) -> Iterator[tuple[Route, str]]:
        if self.prompt:
            yield (*self.route, "prompt"), self.prompt
        yield from self._block_texts()
        for route, fragment in self.fragments:
            if as_text(fragment.get("text")):
                yield (*route, "text"), fragment["text"]
        for key in VIRTUAL_KEYS:
            prompt = as_text(as_fields(self.value.get(key)).get("prompt"))
            if prompt:
                yield (*self.route, key, "prompt"), prompt

    def _block_texts(self) -> Iterator[tuple[Route, str]]:
        route: Route = (*self.route, "promptBlocks")
        if "goal" in self.blocks:
            yield from _value_texts((*route, "goal"), self.blocks["goal"])
        for section in ("constraints", "procedure"):
            for index, entry in enumerate(as_items(self.blocks.get(section))):
                yield from _value_texts((*route, section, index), entry)
        for key, entry in self.outputs.items():
            yield (*route, "outputRequired", key), entry
        for index, entry in enumerate(as_items(self.blocks.get("verify"))):
            yield from _value_texts((*route, "verify", index), entry)

    @property
    def outputs(self) -> dict[str, str]:
        """`outputRequired` of the blocks: key to description."""
        return {
            key: entry
            for key, entry in as_fields(self.blocks.get("outputRequired")).items()
            if isinstance(entry, str)
        }

    def block_items(self, section: str) -> list[tuple[Route, Json]]:
        """Return the promptValues of a list section with their routes."""
        route: Route = (*self.route, "promptBlocks", section)
        return [
            ((*route, index), entry)
            for index, entry in enumerate(as_items(self.blocks.get(section)))
        ]

    def refs(self) -> Iterator[tuple[Route, str]]:
        """Yield every ref part of the blocks: the route of the part and the ref id."""
        places: list[tuple[Route, Json]] = [
            ((*self.route, "promptBlocks", "goal"), self.blocks.get("goal"))
        ]
        for section in LIST_SECTIONS:
            places.extend(self.block_items(section))
        for route, entry in places:
            for index, part in enumerate(as_items(entry)):
                if as_fields(part).get("kind") == "ref":
                    yield (*route, index), as_text(as_fields(part).get("refId"))


def _value_texts(route: Route, value: Json) -> Iterator[tuple[Route, str]]:
    if isinstance(value, str):
        yield route, value
    for index, part in enumerate(as_items(value)):
        if as_text(as_fields(part).get("text")):
            yield (*route, index, "text"), part["text"]


PromptStep = Step
"""A step that gives the agent a prompt: no loop container, no parallel step."""


@dataclass(frozen=True)
class Workflow:
    """One workflow or routine as its author wrote it."""

    value: dict[str, Json]

    @property
    def id(self) -> str:
        """The workflow id."""
        return as_text(self.value.get("id"))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Top-level steps in order."""
        return tuple(
            Step(entry, ("steps", index))
            for index, entry in enumerate(as_items(self.value.get("steps")))
            if isinstance(entry, dict)
        )

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """Top-level steps in order, each followed by the steps of its inline body."""
        return tuple(inner for step in self.steps for inner in (step, *step.body))

    @property
    def prompt_steps(self) -> tuple[PromptStep, ...]:
        """Every step that gives the agent a prompt: all but loop containers and parallel steps."""
        return tuple(step for step in self.all_steps if not step.is_loop and not step.is_parallel)

    def text(self, key: str) -> str:
        """Return a text field of the workflow; empty when absent."""
        return as_text(self.value.get(key))

    def texts(self, key: str) -> list[str]:
        """Return a list of texts of the workflow; entries of other types are skipped."""
        return [entry for entry in as_items(self.value.get(key)) if isinstance(entry, str)]

    def records(self, key: str) -> list[tuple[Route, dict[str, Json]]]:
        """Return a list of objects of the workflow with their routes: assessments, extension points, references."""
        return [
            ((key, index), entry)
            for index, entry in enumerate(as_items(self.value.get(key)))
            if isinstance(entry, dict)
        ]

    @property
    def features(self) -> list[str]:
        """The features it declares."""
        return self.texts("features")

    @property
    def metrics_profile(self) -> str:
        """The metrics profile; empty when absent."""
        return self.text("metricsProfile")
