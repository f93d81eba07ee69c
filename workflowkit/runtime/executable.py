"""Executables: the ordered steps of a compiled workflow, loops with their bodies resolved (docs/engine/interpreter.md#executable-workflow)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.runtime.behavior import REFERENCE, Behavior
from workflowkit.runtime.contracts import LOOP_CONTROL
from workflowkit.runtime.virtual_steps import with_virtual_steps
from workflowkit.text.routes import Json


class FailureKind(StrEnum):
    """The errors of the interpreter, by the engine's names."""

    MISSING_CONTEXT = "MissingContext"
    """A count or list that a loop needs is not in the context. Nothing is stored; the call can be repeated with it."""
    INVALID_LOOP = "InvalidLoop"
    INVALID_STATE = "InvalidState"
    SESSION_NOT_HEALTHY = "SESSION_NOT_HEALTHY"
    """The log of the session cannot be read back: the session is lost. The engine's store answers this, not its interpreter."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A workflow that cannot be run, or a run that cannot go on."""

    kind: FailureKind
    message: str


@dataclass(frozen=True, slots=True)
class ExecutableStep:
    """A step that is presented to the agent."""

    id: str
    definition: Mapping[str, Json]
    """As compiled, with all its options."""

    @property
    def run_condition(self) -> Json:
        """The condition under which it runs; None when it always does."""
        return self.definition.get("runCondition")

    @property
    def contract(self) -> str | None:
        """The artifact contract of its output; None when it has none."""
        return _contract(self.definition)

    @property
    def delegations(self) -> tuple[Mapping[str, Json], ...]:
        """The workflows that a parallel step delegates to; empty for every other step."""
        listed = self.definition.get("parallelDelegations")
        if self.definition.get("type") != "parallel" or not isinstance(listed, list):
            return ()
        return tuple(entry for entry in listed if isinstance(entry, dict))


@dataclass(frozen=True, slots=True)
class ContextDecision:
    """The loop tests a condition on the context."""

    condition: Json


@dataclass(frozen=True, slots=True)
class ArtifactDecision:
    """The newest loop-control artifact decides."""

    loop_id: Json
    """What the engine writes into the log of the session when it tests the loop."""


LoopDecision = ContextDecision | ArtifactDecision


@dataclass(frozen=True, slots=True)
class ExecutableLoop:
    """A step that repeats others."""

    id: str
    definition: Mapping[str, Json]
    body: tuple[ExecutableStep, ...]
    is_inline: bool
    """False when the body is another top-level step, named by id."""
    source: LoopDecision | None
    """What a `while` or `until` loop tests; None for the other types, and for one that fails when it is reached."""

    @property
    def run_condition(self) -> Json:
        """The condition under which it is entered at all; None when it always is."""
        return self.definition.get("runCondition")

    @property
    def config(self) -> Mapping[str, Json]:
        """Type, bounds and names of variables."""
        config = self.definition.get("loop")
        return config if isinstance(config, dict) else {}


@dataclass(frozen=True, slots=True)
class Executable:
    """A compiled workflow, ready to be run."""

    steps: tuple[ExecutableStep | ExecutableLoop, ...]
    """The top level, in document order."""
    by_id: Mapping[str, ExecutableStep | ExecutableLoop]
    """Inline body steps included."""
    body_ids: frozenset[str]
    """Steps that are in the body of a loop; they never run at the top level."""
    assessments: Mapping[str, Mapping[str, Json]]
    """Declared assessments by id."""
    behavior: Behavior = REFERENCE
    """Of the engine that runs it."""


ONBOARDING = "wr-system-onboarding"
"""The id of the step that later engines put in front of a workflow."""


def build(
    steps: Sequence[Json], assessments: Sequence[Json] = (), behavior: Behavior = REFERENCE
) -> Executable | Failure:
    """Make an executable from the *steps* of a resolved workflow and its *assessments*, all JSON.

    Returns the failure instead when the engine refuses to compile them.
    """
    if behavior.has_virtual_steps:
        steps = with_virtual_steps(steps)
    if behavior.starts_with_onboarding and steps:
        steps = [{"id": ONBOARDING, "title": "", "prompt": ""}, *steps]
    ids: set[str] = set()
    for step in steps:
        identity = _id(step)
        if identity is None:
            return Failure(FailureKind.INVALID_STATE, "a step has no id")
        if identity in ids:
            return _taken(identity)
        ids.add(identity)
    top_level: dict[str, ExecutableStep | ExecutableLoop] = {
        step["id"]: ExecutableStep(step["id"], step) for step in steps if not is_loop(step)
    }
    bodies: dict[str, ExecutableStep] = {}
    built: list[ExecutableStep | ExecutableLoop] = []
    for step in steps:
        if not is_loop(step):
            built.append(top_level[step["id"]])
            continue
        loop = _loop(step, top_level, ids, bodies)
        if isinstance(loop, Failure):
            return loop
        built.append(loop)
    loops = {loop.id: loop for loop in built if isinstance(loop, ExecutableLoop)}
    return Executable(
        steps=tuple(built),
        by_id={**top_level, **loops, **bodies},
        body_ids=frozenset(step.id for loop in loops.values() for step in loop.body),
        assessments={
            assessment["id"]: assessment
            for assessment in assessments
            if isinstance(assessment, dict) and isinstance(assessment.get("id"), str)
        },
        behavior=behavior,
    )


def is_plain_id(value: Json) -> bool:
    """Return true when *value* is an id that the engine's log of a session can hold."""
    return isinstance(value, str) and _PLAIN_ID.fullmatch(value) is not None


_PLAIN_ID = re.compile("[a-z0-9_-]+")


def is_loop(step: Json) -> bool:
    """Return true when *step* is a loop step."""
    return isinstance(step, dict) and step.get("type") == "loop"


def _loop(
    step: Mapping[str, Json],
    top_level: Mapping[str, ExecutableStep | ExecutableLoop],
    ids: set[str],
    bodies: dict[str, ExecutableStep],
) -> ExecutableLoop | Failure:
    """Resolve the body of a loop; ids of inline steps are added to *ids*, the steps to *bodies*."""
    body = step.get("body")
    name = f"the loop '{step['id']}'"
    if isinstance(body, str):
        target = top_level.get(body)
        if not isinstance(target, ExecutableStep):
            what = "a loop" if body in ids else "no step"
            return Failure(FailureKind.INVALID_LOOP, f"the body '{body}' of {name} is {what}")
        return ExecutableLoop(step["id"], step, (target,), False, _source(step, (target,)))
    if not isinstance(body, list):
        return Failure(FailureKind.INVALID_LOOP, f"{name} has no body")
    inline: list[ExecutableStep] = []
    for inner in body:
        identity = _id(inner)
        if identity is None:
            return Failure(FailureKind.INVALID_STATE, f"a step in the body of {name} has no id")
        if identity in ids:
            return _taken(identity)
        if is_loop(inner):
            return Failure(FailureKind.INVALID_LOOP, f"{name} contains the loop '{identity}'")
        ids.add(identity)
        bodies[identity] = ExecutableStep(identity, inner)
        inline.append(bodies[identity])
    return ExecutableLoop(step["id"], step, tuple(inline), True, _source(step, inline))


def _source(step: Mapping[str, Json], body: Sequence[ExecutableStep]) -> LoopDecision | None:
    """Return what the loop tests: an explicit source, else a decision step in the body, else its condition."""
    config = step.get("loop")
    if not isinstance(config, dict) or config.get("type") not in ("while", "until"):
        return None
    source = config.get("conditionSource")
    if isinstance(source, dict):
        match source.get("kind"):
            case "artifact_contract":
                return ArtifactDecision(source.get("loopId"))
            case "context_variable":
                return ContextDecision(source.get("condition"))
        return None
    if any(inner.contract == LOOP_CONTROL for inner in body):
        return ArtifactDecision(step["id"])
    condition = config.get("condition")
    return None if condition is None else ContextDecision(condition)


def _contract(step: Mapping[str, Json]) -> str | None:
    contract = step.get("outputContract")
    reference = contract.get("contractRef") if isinstance(contract, dict) else None
    return reference if isinstance(reference, str) else None


def _id(step: Json) -> str | None:
    identity = step.get("id") if isinstance(step, dict) else None
    return identity if isinstance(identity, str) else None


def _taken(identity: str) -> Failure:
    return Failure(FailureKind.INVALID_STATE, f"the step id '{identity}' is taken twice")
