"""Scenario files with the expectations that their run meets, and whole files for runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from workflowkit.simulation.runs import SimulatedRun
from workflowkit.simulation.scenario import (
    Expectations,
    ExpectedBlock,
    Scenario,
    ScenarioAnswer,
    Seen,
    scenario_json,
)
from workflowkit.simulation.scenario_check import blocked_moves
from workflowkit.simulation.scenario_reader import ScenarioText
from workflowkit.simulation.scenario_run import ScenarioRun
from workflowkit.text.json_records import to_json
from workflowkit.text.routes import Json
from workflowkit.text.yaml_writer import to_yaml

SCHEMA_LINE = (
    "# yaml-language-server: $schema=https://workflowkit.dev/schemas/scenario.schema.json\n"
)
"""The first line of a new file, by which editors find the schema."""


def observed(ran: ScenarioRun) -> Expectations:
    """Return the expectations of a scenario as its run meets them: those that are stated, or path and end when none is."""
    run, expect = ran.run, ran.scenario.expect
    if expect == Expectations():
        return Expectations(path=run.path, end=run.end.value)
    found = replace(expect)
    if expect.path is not None:
        found = replace(found, path=run.path)
    if expect.end is not None:
        found = replace(found, end=run.end.value)
    if expect.last is not None:
        found = replace(found, last=run.completed[-1] if run.completed else None)
    if expect.blocks is not None:
        found = replace(found, blocks=_blocks(run))
    if expect.gates is not None:
        asking = tuple(turn.name for turn in run.turns if turn.prompt.asks)
        found = replace(found, gates=asking)
    if expect.fragments is not None:
        found = replace(found, fragments=_fragments(run, expect.fragments))
    if expect.context is not None:
        found = replace(found, context={key: run.context.get(key) for key in expect.context})
    if expect.loops is not None:
        found = replace(found, loops={loop: run.passes.get(loop, 0) for loop in expect.loops})
    if expect.metrics is not None:
        found = replace(found, metrics=_metrics(run, expect.metrics))
    return found


def described(run: SimulatedRun) -> Expectations:
    """Return expectations that describe *run*: path, end, blocks, gates, and the conditional fragments of its steps."""
    conditional = {
        f"{turn.step}.{fragment.id}"
        for turn in run.turns
        for fragment in turn.prompt.fragments
        if fragment.has_condition
    }
    asking = tuple(turn.name for turn in run.turns if turn.prompt.asks)
    names = Seen(seen=tuple(sorted(conditional)))
    return Expectations(
        path=run.path,
        end=run.end.value,
        blocks=_blocks(run) or None,
        gates=asking or None,
        fragments=_fragments(run, names) if conditional else None,
    )


def _blocks(run: SimulatedRun) -> tuple[ExpectedBlock, ...]:
    return tuple(
        ExpectedBlock(step=move.turn.name, code=move.attempt.blockers[0].code.value)
        for move in blocked_moves(run)
    )


def _fragments(run: SimulatedRun, stated: Seen) -> Seen:
    """Return the stated fragments, each where it belongs by the run."""
    shown = {
        f"{turn.step}.{fragment.id}"
        for turn in run.turns
        for fragment in turn.prompt.fragments
        if fragment.is_shown
    }
    names = (*stated.seen, *stated.unseen)
    return Seen(
        seen=tuple(name for name in names if name in shown),
        unseen=tuple(name for name in names if name not in shown),
    )


def _metrics(run: SimulatedRun, stated: Mapping[str, Json]) -> dict[str, Json]:
    figures = to_json(run.metrics) or {}
    return {key: figures[key] for key in stated if key in figures}


def updated_text(read: ScenarioText, ran: ScenarioRun) -> str:
    """Return the text of a scenario file with the expectations that its run meets; all else stays as it is written."""
    places = read.places or {}
    value = scenario_json(replace(ran.scenario, expect=observed(ran)))["expect"]
    place = places.get(("expect",))
    is_flow = read.text[places[()].start : places[()].start + 1] == "{"
    if place is None:
        if is_flow:
            at = places[()].start + 1
            return f'{read.text[:at]}"expect": {json.dumps(value)}, {read.text[at:]}'
        separator = "" if not read.text or read.text.endswith("\n") else "\n"
        return f"{read.text}{separator}expect:\n{to_yaml(value, 2)}"
    if is_flow or read.text[place.start : place.start + 1] == "{":
        return read.text[: place.start] + json.dumps(value) + read.text[place.end :]
    end = place.key_start + len(read.text[place.key_start : place.end].rstrip())
    return read.text[: place.key_start] + f"expect:\n{to_yaml(value, 2)}".rstrip() + read.text[end:]


def scenario_of_run(run: SimulatedRun, title: str = "") -> Scenario:
    """Return the scenario that repeats *run*, and expects its path and its end."""
    start = run.start.context if run.start else {}
    blocks = _blocks(run)
    return Scenario(
        title=title or None,
        strict=True,
        context=start or None,
        answers=tuple(
            ScenarioAnswer(
                step=move.turn.name,
                context=dict(move.answer.context) if move.answer.context else None,
                notes=move.answer.notes or "",
                artifacts=move.answer.artifacts,
            )
            for move in run.moves
        ),
        expect=Expectations(path=run.path, end=run.end.value, blocks=blocks or None),
    )


def scenario_text(scenario: Scenario) -> str:
    """Return the text of a new scenario file."""
    return SCHEMA_LINE + to_yaml(scenario_json(scenario))
