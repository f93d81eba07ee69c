"""Witnesses: for every rule about runs, the run that shows its Bad example, through the player."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lint.running_rules import complete, example_path, lint_text, parse, run_context
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.witnesses.find import WitnessFinder
from workflowkit.lint.witnesses.rules import GROUPS, WITHOUT, has_witness, witness_words
from workflowkit.lint.witnesses.table import CLAIMS
from workflowkit.run.analyze import analysis_of
from workflowkit.simulation.claims import ShownRun
from workflowkit.simulation.explore import explore
from workflowkit.simulation.goals import GoalKind
from workflowkit.simulation.scenario import Expectations
from workflowkit.simulation.scenario_check import differences
from workflowkit.simulation.scenario_reader import check_names, read_scenario
from workflowkit.simulation.scenario_run import run_scenario
from workflowkit.simulation.scenario_update import scenario_text

WITNESSED = [rule for rule in ALL if has_witness(rule)]


def _found(rule: Rule, text: str) -> tuple[Diagnostic, WitnessFinder]:
    path = example_path(rule)
    diagnostic = next(
        each for each in lint_text(text, [rule], path).diagnostics if each.name == rule.name
    )
    analysis = analysis_of(parse(text, path), run_context())
    assert analysis is not None
    return diagnostic, WitnessFinder(analysis)


def _witness(name: str, text: str | None = None) -> ShownRun:
    rule = next(rule for rule in ALL if rule.name == name)
    diagnostic, finder = _found(rule, text or complete(rule.example("Bad")))
    shown = finder.witness(name, diagnostic.finding)
    assert shown is not None
    return shown


def test_every_rule_about_runs_has_a_claim_or_a_reason_to_have_none() -> None:
    assert {rule.name for rule in WITNESSED} == set(CLAIMS)
    assert WITHOUT.keys() <= {rule.name for rule in ALL if rule.group in GROUPS and rule.parameter}
    assert all(list(witness_words(rule)) for rule in ALL if rule.group in GROUPS)


@pytest.mark.parametrize("rule", WITNESSED, ids=lambda rule: rule.name)
def test_the_bad_example_has_a_witness_that_passes_as_a_file(rule: Rule) -> None:
    diagnostic, finder = _found(rule, complete(rule.example("Bad")))
    shown = finder.witness(rule.name, diagnostic.finding)
    assert shown is not None
    assert "shortest run: " in diagnostic.finding.note
    read = read_scenario(scenario_text(shown.scenario))
    assert read.scenario is not None, read.errors
    assert finder.pinned is not None
    assert check_names(read, finder.pinned) == ()
    assert differences(run_scenario(finder.pinned, read.scenario)) == ()
    assert read.scenario.expect.end is not None


PATHS = {
    "missing-start-step": ((), "failed"),
    "unreachable-completion": (("first", "hand-over"), "blocked"),
    "unreachable-remaining-steps": (("choose",), "complete"),
    "unreachable-step": (("size-up",), "complete"),
    "conflicting-adjacent-loops": (("draft", "rounds@1/improve", "rounds@1/decide"), "complete"),
    "misplaced-loop-exit-step": (("draft", "rounds@1/decide"), "complete"),
    "misplaced-loop-contract": (("draft",), "complete"),
    "missing-loop-id": (("draft",), "failed"),
    "unset-loop-input": (("draft",), "failed"),
    "mismatched-loop-input": (("list",), "failed"),
    "unknown-condition-key": (("build",), "complete"),
    "unset-condition-key": (("collect", "count"), "complete"),
    "out-of-order-activation": (("choose", "reconsider", "north", "arrive"), "complete"),
    "missing-variant": (("choose", "build"), "complete"),
    "missing-value-branch": (("choose",), "complete"),
    "ambiguous-not-equals": (("size-up", "repair", "deliver"), "complete"),
    "empty-condition": (("read", "repair"), "complete"),
}
"""Rule to the path and the end that its Bad example must lead to, by what its page says."""


@pytest.mark.parametrize("name", PATHS)
def test_the_run_is_what_the_rule_says(name: str) -> None:
    shown = _witness(name)
    assert (shown.run.path, shown.run.end.value) == PATHS[name]


EXPECTED = {
    "missing-loop-exit-step": Expectations(loops={"rounds": 3}),
    "conditional-loop-exit-step": Expectations(loops={"rounds": 3}),
    "one-sided-decision-example": Expectations(loops={"rounds": 3}),
    "stale-decision-input": Expectations(loops={"rounds": 3}),
    "excessive-loop-count": Expectations(loops={"rounds": 3}),
    "ignored-loop-decision": Expectations(loops={"rounds": 1}),
    "ignored-loop-exit": Expectations(loops={"rounds": 3}),
    "excessive-loop-confirmation": Expectations(gates=("rounds@1/decide", "rounds@2/decide")),
    "ignored-loop-field": Expectations(gates=()),
    "unset-own-gate-key": Expectations(gates=("triage",)),
}
"""Rule to what its witness has to state beside the path, by what its page says."""


@pytest.mark.parametrize("name", EXPECTED)
def test_the_witness_states_what_the_rule_is_about(name: str) -> None:
    expect = _witness(name).scenario.expect
    assert replace(expect, path=None, end=None) == EXPECTED[name]


NEVER = (
    "unreachable-step",
    "mismatched-condition-value",
    "constant-condition",
    "invalid-equality-operand",
    "empty-condition",
    "unreachable-fragment",
)


@pytest.mark.parametrize("name", NEVER)
def test_what_one_run_cannot_show_is_true_of_all(name: str) -> None:
    """A witness shows one outcome; that there is no other is proved by exploring every run."""
    rule = next(rule for rule in ALL if rule.name == name)
    _, finder = _found(rule, complete(rule.example("Bad")))
    assert finder.pinned is not None
    infeasible = [each for each in explore(finder.pinned).uncovered if each.is_infeasible]
    assert any(each.goal.kind is GoalKind.CONDITION for each in infeasible)


def test_a_shorter_run_is_not_passed_over() -> None:
    text = complete("""{"steps": [
      {"id": "choose", "title": "Choose", "prompt": "Choose. Capture: `way`."},
      {"id": "detour", "title": "Detour", "prompt": "Go around.", "runCondition": {"var": "way", "equals": "long"}},
      {"id": "stuck", "title": "Stuck", "prompt": "Hand over.", "outputContract": {"contractRef": "wr.contracts.assessment"}}
    ]}""")
    assert _witness("unreachable-completion", text).run.path == ("choose", "stuck")


def test_a_file_that_the_engine_refuses_has_no_witness() -> None:
    rule = next(rule for rule in ALL if rule.name == "constant-condition")
    text = complete(rule.example("Bad")).replace('"prompt": "Walk it.",', "")
    diagnostic, finder = _found(rule, text)
    assert finder.witness(rule.name, diagnostic.finding) is None
    assert "run" not in diagnostic.finding.note
