"""Scenarios: given answers to the steps of a workflow, and what the run has to be like. Files in YAML (docs/testing.md#scenarios)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, ClassVar, Literal

from workflowkit.format.data_record import DataFile, DataRecord, Line
from workflowkit.format.fields import Flag, Items, Maybe, Number, OneOf, OpenObject, Text
from workflowkit.records import dataclass
from workflowkit.runtime.submission import Code
from workflowkit.text.json_records import json_key
from workflowkit.text.routes import Json

Values = Annotated[dict[str, Json], OpenObject("an object of context keys")]
Lines = Annotated[tuple[Line, ...], Items("texts")]
BlockCode = Literal[
    "ASSESSMENT_FOLLOWUP_REQUIRED",
    "INVALID_REQUIRED_OUTPUT",
    "INVARIANT_VIOLATION",
    "MISSING_REQUIRED_NOTES",
    "MISSING_REQUIRED_OUTPUT",
]
assert {code.value for code in Code} == set(BlockCode.__args__)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioAnswer(DataRecord):
    """What the agent sends at one step."""

    noun: ClassVar[str] = "answer"

    step: Maybe[Line] = None
    """The step that it is for: its id, or `loop@2/step` for the second pass of a loop; the next step when it is omitted."""
    context: Maybe[Values] = None
    """Context keys to set; null deletes one."""
    notes: Maybe[Annotated[str, Text()]] = None
    """The notes; when omitted, notes that meet the criteria are sent. An empty text sends none."""
    artifacts: Maybe[Annotated[tuple[Json, ...], Items("artifacts")]] = None
    """The artifacts; when omitted, those that the step needs are sent. An empty list sends none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedBlock(DataRecord):
    """A blocked attempt."""

    noun: ClassVar[str] = "block"

    step: Line
    """The step that is blocked: its id, or `loop@2/step`."""
    code: Maybe[Annotated[BlockCode, OneOf()]] = None
    """The code of one of its reasons."""
    reason: Maybe[Line] = None
    """A part of the message or of the guidance of that reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(DataRecord):
    """What the agent reads, and what it does not read."""

    noun: ClassVar[str] = "texts"

    seen: Lines = ()
    """What is read at least once."""
    unseen: Lines = ()
    """What is never read."""

    @classmethod
    def expected(cls) -> str:
        """Return what messages expect where the texts belong."""
        return "an object with 'seen' or 'unseen'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations(DataRecord):
    """What the run has to be like; only what is stated is checked."""

    noun: ClassVar[str] = "expectations"

    path: Maybe[Lines] = None
    """The presented steps in order: ids, or `loop@2/step` for steps of loops."""
    end: Maybe[Annotated[Literal["complete", "blocked", "failed", "waiting"], OneOf()]] = None
    """How the run ends."""
    last: Maybe[Line] = None
    """The step that is completed last."""
    every_path_ends_at: Maybe[Line] = None
    """The step after which every run of the workflow is complete, whatever is answered; proved by exploring all paths."""
    blocks: Maybe[Annotated[tuple[ExpectedBlock, ...], Items("blocks")]] = None
    """Every blocked attempt, in order."""
    fragments: Maybe[Seen] = None
    """Prompt fragments, each as `step.fragment`."""
    sentences: Maybe[Seen] = None
    """Texts in prompts or titles of the run."""
    prompts: Maybe[Annotated[dict[str, Seen], OpenObject("an object of steps")]] = None
    """Texts in the prompts of single steps, by id or `loop@2/step`."""
    context: Maybe[Values] = None
    """Values of the context at the end; null for a key that is not set. Other keys are not checked."""
    loops: Maybe[
        Annotated[
            dict[str, Annotated[int, Number(0, integral=True)]], OpenObject("an object of loops")
        ]
    ] = None
    """Id of a loop to the number of its passes."""
    gates: Maybe[Lines] = None
    """The steps that wait for a person, in order."""
    metrics: Maybe[Annotated[dict[str, Json], OpenObject("an object of figures")]] = None
    """Figures of the completed session, such as `outcome`; others are not checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(DataFile):
    """A run that is given, and what is expected of it."""

    noun: ClassVar[str] = "scenario"

    title: Maybe[Line] = None
    """What the scenario shows."""
    workflow: Maybe[Line] = None
    """Path of the workflow, relative to this file; by default the workflow that the folder is named for."""
    engine: Maybe[Line] = None
    """Engine version to follow; by default that of the project."""
    strict: Annotated[bool, Flag()] = False
    """True when every step needs an answer: without one, the run ends there."""
    context: Maybe[Values] = None
    """The context that the run is started with."""
    answers: Annotated[tuple[ScenarioAnswer, ...], Items("answers")] = ()
    """What the agent sends. A step without an answer gets the least that completes it; a decision step stops its loop."""
    expect: Expectations = Expectations()
    """What the run has to be like."""


def scenario_json(scenario: Scenario) -> dict[str, Json]:
    """Return *scenario* as it is written: without what is not stated."""
    return _stated(scenario)


def _stated(record: Any) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if value is None or value == field.default:
            continue
        found[json_key(field.name)] = _plain(value)
    return found


def _plain(value: Any) -> Json:
    if isinstance(value, DataRecord):
        return _stated(value)
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    if isinstance(value, Mapping):
        return {key: _plain(member) for key, member in value.items()}
    return value
