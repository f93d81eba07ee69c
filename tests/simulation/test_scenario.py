from __future__ import annotations

from typing import Any

import pytest

from tests.rendering.pinning import pinned
from tests.simulation.flows import RELEASE
from workflowkit.simulation.runs import RunEnd
from workflowkit.simulation.scenario import Expectations, Scenario, scenario_json
from workflowkit.simulation.scenario_check import differences
from workflowkit.simulation.scenario_reader import check_names, read_scenario
from workflowkit.simulation.scenario_run import ScenarioRun, run_scenario
from workflowkit.simulation.scenario_update import (
    observed,
    scenario_of_run,
    scenario_text,
    updated_text,
)

FLOW = pinned(RELEASE)
DEEP = """\
title: Deep way
context: {risky: true}
answers:
  - step: triage
    context: {mode: deep}
  - step: rounds@1/decide
    artifacts: [{kind: wr.loop_control, decision: continue}]
expect:
  path: [triage, inspect, rounds@1/build, rounds@1/decide, rounds@2/build, rounds@2/decide, publish]
  end: complete
  last: publish
  fragments: {seen: [inspect.risky]}
  sentences: {seen: [Mind the risk.], unseen: ["[unset: mode]"]}
  prompts: {rounds@2/build: {seen: [Build the release.], unseen: [Mind the risk.]}}
  context: {mode: deep, other: null}
  loops: {rounds: 2}
  gates: [publish]
  blocks: []
  metrics: {outcome: null, captureConfidence: none}
"""


def ran(text: str) -> ScenarioRun:
    read = read_scenario(text)
    assert read.scenario is not None, read.errors
    assert check_names(read, FLOW) == ()
    return run_scenario(FLOW, read.scenario)


def messages(text: str) -> list[str]:
    return [f"{each.expectation}: {each.message}" for each in differences(ran(text))]


def test_a_scenario_that_meets_all_expectations_has_no_difference() -> None:
    assert differences(ran(DEEP)) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "mode: deep}",
            "mode: quick}",
            "path: step 2 is 'rounds@1/build'; expected 'inspect'",
        ),
        ("decision: continue", "decision: stop", "path: step 5 is 'publish'; expected 'rounds@2/build'"),
        (", publish]", "]", "path: step 7 is 'publish'; expected the run to end before it"),
        (
            ", publish]",
            ", publish, publish]",
            "path: the run ends after 'publish' (complete); expected 'publish' next",
        ),
        ("end: complete", "end: blocked", "end: the run is complete at 'publish'; expected blocked"),
        (
            "last: publish",
            "last: build",
            "last: the last completed step is 'publish'; expected 'build'",
        ),
        (
            "seen: [inspect.risky]",
            "unseen: [inspect.risky]",
            "fragments: fragment 'inspect.risky' is shown at 'inspect'; expected it not to be",
        ),
        (
            "{seen: [Mind the risk.],",
            "{seen: [Mind the gap.],",
            "sentences: the text 'Mind the gap.' is not read; expected it",
        ),
        (
            "unseen: [Mind the risk.]}",
            "unseen: [Build]}",
            "prompts: the text 'Build' is read at 'rounds@2/build'; expected it not to be",
        ),
        ("other: null", "other: 1", "context: 'other' is not set; expected 1"),
        ("{mode: deep, other", "{mode: quick, other", "context: 'mode' is \"deep\"; expected \"quick\""),
        ("rounds: 2", "rounds: 1", "loops: loop 'rounds' has 2 passes; expected 1"),
        (
            "gates: [publish]",
            "gates: []",
            "gates: the steps that wait for a person are 'publish'; expected none",
        ),
        (
            "blocks: []",
            "blocks: [{step: build}]",
            "blocks: block 1 is missing; expected 'build'",
        ),
        ("outcome: null", "outcome: success", "metrics: 'outcome' is not set; expected \"success\""),
        ("outcome: null", "outcom: 1", "metrics: unknown figure 'outcom'; did you mean 'outcome'?"),
    ],
)  # fmt: skip
def test_every_difference_is_reported(old: str, new: str, message: str) -> None:
    assert DEEP.count(old) == 1
    assert message in messages(DEEP.replace(old, new))


def test_a_difference_of_the_path_names_the_condition_and_what_was_answered() -> None:
    (difference, *_) = differences(ran(DEEP.replace("mode: deep}", "mode: quick}")))
    assert difference.step == "inspect"
    assert difference.details == (
        '\'inspect\' runs when {"var": "mode", "equals": "deep"}: false, because mode is "quick"',
        "answered before:",
        '  1. triage: mode="quick"',
    )


def test_blocks_are_compared_by_step_code_and_reason() -> None:
    text = """\
answers:
  - {step: triage, notes: ""}
  - {step: triage, context: {mode: quick}}
  - {step: publish, artifacts: []}
expect:
  blocks:
    - {step: triage, code: MISSING_REQUIRED_NOTES, reason: notes}
    - {step: publish, code: MISSING_REQUIRED_OUTPUT}
"""
    assert messages(text) == []
    found = messages(text.replace("reason: notes", "reason: schema"))
    assert found == [
        "blocks: block 1 is 'triage' with MISSING_REQUIRED_NOTES; "
        "expected 'triage' with MISSING_REQUIRED_NOTES and 'schema'"
    ]


def test_a_difference_of_blocks_names_what_was_answered_before_the_block() -> None:
    text = """\
answers:
  - {step: triage, context: {mode: quick}}
  - {step: publish, artifacts: []}
expect:
  blocks: [{step: publish, code: MISSING_REQUIRED_NOTES}]
"""
    (difference,) = differences(ran(text))
    # The accepted retry at 'publish' comes after the block, and is no part of it.
    answered = [line.split(":")[0] for line in difference.details[1:]]
    assert answered[:2] == ["answered before", "  1. triage"]
    assert not any("publish" in line for line in answered)
    # Without a block, the accepted answer at the step explains why there is none.
    (difference,) = differences(ran("expect: {blocks: [{step: triage}]}"))
    assert [line.split(":")[0] for line in difference.details] == ["answered before", "  1. triage"]


def test_an_answer_that_no_step_takes_is_a_difference() -> None:
    text = "answers:\n  - {step: inspect, notes: x}\n"
    assert messages(text) == ["answers: answer 1 for 'inspect' is not used: the run is complete"]


def test_a_strict_scenario_waits_where_it_has_no_answer() -> None:
    found = ran("strict: true\nanswers:\n  - {step: triage, context: {mode: quick}}\n")
    assert (found.run.end, found.run.path) == (RunEnd.WAITING, ("triage", "rounds@1/build"))


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("titel: x\n", (1, 1), "unknown key 'titel'"),
        ("answers:\n  - contxt: {}\n", (2, 5), "unknown key 'contxt'"),
        ("expect: {end: done}\n", (1, 15), "'end' is 'done'"),
        ("expect:\n  loops: {rounds: -1}\n", (2, 19), "'rounds' is -1"),
        ("a: b: c\n", (1, 5), "not YAML"),
        ("- x\n", (1, 1), "expected a scenario object"),
        ("answers:\n  - step: triag\n", (2, 11), "no step 'triag'"),
        ("expect:\n  path: [triage, loop@1/build]\n", (2, 18), "no step 'loop'"),
    ],
)
def test_errors_have_a_place(text: str, place: tuple[int, int], message: str) -> None:
    (error, *_) = check_names(read_scenario(text), FLOW)
    assert (error.position.line, error.position.column) == place
    assert message in error.message


def test_unknown_names_are_guessed() -> None:
    (error,) = check_names(read_scenario("answers:\n  - stepp: x\n"), FLOW)
    assert error.help == "did you mean 'step'?"
    (error,) = check_names(read_scenario("expect: {last: publsh}\n"), FLOW)
    assert error.help == "did you mean 'publish'?"


def test_an_update_replaces_what_the_run_decides_and_keeps_the_rest() -> None:
    text = """\
# Why this scenario exists.
title: Quick
answers:
  - {step: triage, context: {mode: quick}}  # the short way
expect:
  path: [triage]
  loops: {rounds: 9}
  sentences: {seen: [Build the release.]}
"""
    read = read_scenario(text)
    updated = updated_text(read, ran(text))
    assert (
        updated
        == """\
# Why this scenario exists.
title: Quick
answers:
  - {step: triage, context: {mode: quick}}  # the short way
expect:
  path:
    - triage
    - rounds@1/build
    - rounds@1/decide
    - publish
  sentences:
    seen:
      - Build the release.
  loops:
    rounds: 1
"""
    )
    assert messages(updated) == []


@pytest.mark.parametrize("text", ["title: x\n", "{}", '{"title": "x"}', ""])
def test_an_update_adds_expectations_where_there_are_none(text: str) -> None:
    updated = updated_text(read_scenario(text), ran(text))
    assert read_scenario(updated).scenario == Scenario(
        title="x" if "x" in text else None,
        expect=Expectations(path=("triage", "rounds@1/build", "rounds@1/decide", "publish"), end="complete"),
    )  # fmt: skip


def test_a_saved_run_is_a_scenario_that_passes() -> None:
    run = ran(DEEP).run
    text = scenario_text(scenario_of_run(run, "Saved"))
    assert messages(text) == []
    assert ran(text).run.path == run.path
    assert "strict: true" in text


def test_what_is_observed_is_what_is_stated() -> None:
    found = observed(ran("expect: {loops: {rounds: 7}, metrics: {outcome: x}}"))
    assert scenario_json(Scenario(expect=found)) == {
        "expect": {"loops": {"rounds": 1}, "metrics": {"outcome": None}}
    }


def test_answers_can_name_a_pass_or_any() -> None:
    decide: dict[str, Any] = {"kind": "wr.loop_control", "decision": "continue"}
    text = f"answers:\n  - {{step: decide, artifacts: [{decide}]}}\n"
    assert ran(text.replace("'", '"')).run.passes == {"rounds": 2}
    text = f"answers:\n  - {{step: rounds@2/decide, artifacts: [{decide}]}}\n"
    assert ran(text.replace("'", '"')).unused == (0,)
