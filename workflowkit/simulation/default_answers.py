"""Default answers: the least that completes a step, and the first allowed value of everything that a step asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from workflowkit.analysis.data_flow.captures import Capture, captures_of
from workflowkit.compiler.steps import every_step
from workflowkit.format.reader import Step
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.assessments import references
from workflowkit.runtime.contracts import LOOP_CONTROL
from workflowkit.runtime.criteria import check_criteria
from workflowkit.runtime.executable import ExecutableLoop
from workflowkit.runtime.tokens import item_name, token_paths
from workflowkit.simulation.pattern_example import example_of
from workflowkit.simulation.play import StepAnswer
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

NOTES = "Done."
"""The notes of a default answer, if nothing else is required of them."""

_ARTIFACTS: Mapping[str, Mapping[str, Json]] = {
    "wr.contracts.coordinator_signal": {
        "kind": "wr.coordinator_signal",
        "signalKind": "progress",
        "payload": {},
    },
    "wr.contracts.review_verdict": {
        "kind": "wr.review_verdict",
        "verdict": "clean",
        "confidence": "high",
        "findings": [],
        "summary": NOTES,
    },
    "wr.contracts.discovery_handoff": {
        "kind": "wr.discovery_handoff",
        "version": 1,
        "selectedDirection": "a direction",
        "designDocPath": "design.md",
        "confidenceBand": "high",
        "keyInvariants": [],
    },
}
"""A smallest artifact for some contracts; those of others are made from their schema."""


def default_answer(pinned: PinnedWorkflow, step_id: str, decision: str = "stop") -> StepAnswer:
    """Return an answer without context that meets the requirements of a step, as far as that can be known.

    *decision* is what a decision step of a loop answers.
    """
    definition = pinned.executable.by_id[step_id].definition
    return StepAnswer(
        notes=default_notes(definition),
        artifacts=(
            *_contract_artifacts(pinned, definition, decision),
            *_assessment_artifacts(pinned, definition),
        ),
    )


def first_values(pinned: PinnedWorkflow, step_id: str) -> StepAnswer:
    """Return the default answer, with the first allowed value of every key that the step asks for."""
    answer = default_answer(pinned, step_id, "continue")
    asked = captures(pinned).get(step_id, ())
    keys = {capture.key: first_value(pinned, capture) for capture in asked}
    return StepAnswer(keys or None, answer.notes, answer.artifacts)


def captures(pinned: PinnedWorkflow) -> Mapping[str, tuple[Capture, ...]]:
    """Return the id of every compiled step with what it asks the agent to set."""
    expanded = next(
        stage.steps for stage in pinned.compilation.stages if stage.name == "expand-routines"
    )
    return {
        node.id: tuple(captures_of(Step(node.value, node.origin.route)))
        for node in every_step(expanded)
    }


def list_entries(pinned: PinnedWorkflow, key: str, number: int) -> list[Json]:
    """Return a list of *number* entries for *key*, with the fields that the loops over it show."""
    paths = [
        path.partition(".")[2].split(".")
        for loop in pinned.executable.steps
        if isinstance(loop, ExecutableLoop) and loop.config.get("items") == key
        for step in loop.body
        for path in token_paths(step.definition)
        if path.startswith(f"{item_name(loop)}.")
    ]
    return [_entry(paths, index) for index in range(1, number + 1)]


def _entry(paths: Sequence[Sequence[str]], number: int) -> Json:
    """Return the entry with *number*: a text, or an object that has a text at each of *paths*."""
    if not paths:
        return f"entry {number}"
    entry: dict[str, Json] = {}
    # Longer paths first, so that a field with fields of its own stays an object.
    for path in sorted(paths, key=len, reverse=True):
        inner = entry
        for part in path[:-1]:
            inner = inner.setdefault(part, {})
        inner.setdefault(path[-1], f"{path[-1]} {number}")
    return entry


def first_value(pinned: PinnedWorkflow, capture: Capture) -> Json:
    """Return the first value that *capture* allows."""
    if capture.type == "list":
        return list_entries(pinned, capture.key, 1)
    if capture.values and capture.type != "boolean":
        return capture.values[0]
    return _VALUES.get(capture.type, f"some {capture.key}")


_VALUES: Mapping[str, Json] = {"boolean": True, "number": 1, "object": {}}


def default_notes(definition: Mapping[str, Json]) -> str:
    """Return notes that meet the criteria of a step, as far as literals, lengths and simple patterns decide."""
    criteria = definition.get("validationCriteria")
    if criteria is None:
        return NOTES
    needed = [NOTES]
    least = 0
    for rule in _required_rules(criteria):
        match rule.get("type"):
            case "contains":
                needed.append(as_text(rule.get("value")))
            case "regex":
                pattern, flags = as_text(rule.get("pattern")), as_text(rule.get("flags"))
                needed.append(example_of(pattern, flags) or "")
            case "length" if isinstance(rule.get("min"), int):
                least = max(least, rule["min"])
            case "schema":
                return json.dumps(_instance(rule.get("schema")))
    text = "\n".join(part for part in needed if part)
    text += "." * (least - len(text))
    if check_criteria(criteria, text, {}).is_valid:
        return text
    # A pattern with anchors may leave no room for anything else.
    alone = (part for part in needed if check_criteria(criteria, part, {}).is_valid)
    return next(alone, text)


def _required_rules(criteria: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the rules that all have to hold; of alternatives, the first."""
    if isinstance(criteria, list):
        for rule in criteria:
            yield from _required_rules(rule)
    elif isinstance(criteria, dict):
        if "type" in criteria:
            yield criteria
        elif isinstance(criteria.get("and"), list):
            yield from _required_rules(criteria["and"])
        elif isinstance(criteria.get("or"), list):
            yield from _required_rules(criteria["or"][:1])


def _instance(schema: Json, depth: int = 0) -> Json:
    """Return a small value that simple schemas accept."""
    fields = as_fields(schema)
    if "const" in fields:
        return fields["const"]
    if as_items(fields.get("enum")):
        return fields["enum"][0]
    listed = fields.get("type")
    kind = listed[0] if isinstance(listed, list) and listed else listed
    if kind == "object" or (kind is None and "properties" in fields):
        properties = as_fields(fields.get("properties"))
        required = [name for name in as_items(fields.get("required")) if isinstance(name, str)]
        return (
            {name: _instance(properties.get(name), depth + 1) for name in required}
            if depth < 20
            else {}
        )
    if kind == "array":
        n_entries = fields.get("minItems")
        return [_instance(fields.get("items"), depth + 1)] * (
            min(n_entries, 100) if isinstance(n_entries, int) and depth < 20 else 0
        )
    if kind in ("number", "integer"):
        return fields.get("minimum", 1)
    if kind == "string":
        least = fields.get("minLength")
        return "text" + "." * (max(least - 4, 0) if isinstance(least, int) else 0)
    return {"boolean": True, "null": None}.get(as_text(kind), NOTES)


def _contract_artifacts(
    pinned: PinnedWorkflow, definition: Mapping[str, Json], decision: str
) -> Iterator[Json]:
    reference = as_text(as_fields(definition.get("outputContract")).get("contractRef"))
    if reference == LOOP_CONTROL:
        yield {"kind": "wr.loop_control", "decision": decision}
    elif reference in _ARTIFACTS:
        yield dict(_ARTIFACTS[reference])
    elif reference in pinned.spec.contracts:
        yield _instance(pinned.spec.contracts[reference].schema)


def _assessment_artifacts(pinned: PinnedWorkflow, definition: Mapping[str, Json]) -> Iterator[Json]:
    triggers = trigger_levels(definition)
    for identity in references(definition):
        assessment = pinned.executable.assessments.get(identity)
        if assessment is not None:
            yield assessment_artifact(assessment, triggers)


def assessment_artifact(
    assessment: Mapping[str, Json], avoided: Sequence[Json], wanted: Json = None
) -> dict[str, Json]:
    """Return an answer to *assessment*: for each dimension the level *wanted*, else the first that is not *avoided*."""
    levels: dict[str, Json] = {}
    for entry in as_items(assessment.get("dimensions")):
        dimension = as_fields(entry)
        listed = as_items(dimension.get("levels"))
        allowed = [level for level in listed if level not in avoided] or listed
        if allowed:
            levels[as_text(dimension.get("id"))] = wanted if wanted in listed else allowed[0]
    return {
        "kind": "wr.assessment",
        "assessmentId": as_text(assessment.get("id")),
        "dimensions": levels,
    }


def trigger_levels(definition: Mapping[str, Json]) -> list[Json]:
    """Return the levels that demand a follow-up."""
    return [
        as_fields(as_fields(consequence).get("when")).get("anyEqualsLevel")
        for consequence in as_items(definition.get("assessmentConsequences"))
    ]
