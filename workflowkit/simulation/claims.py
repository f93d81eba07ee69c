"""Claims about runs, and the shortest run that shows one: the witness of a finding."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import field, replace

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.records import dataclass
from workflowkit.simulation.abstract_run import PathEdge
from workflowkit.simulation.choices import DECISION, ChoiceModel
from workflowkit.simulation.default_answers import default_answer
from workflowkit.simulation.goals import Goal, covered_by
from workflowkit.simulation.runs import RunEnd, SimulatedRun, instance_name
from workflowkit.simulation.scenario import Expectations, Scenario, ScenarioAnswer, Seen
from workflowkit.simulation.scenario_check import differences
from workflowkit.simulation.scenario_run import run_scenario
from workflowkit.simulation.shortest import Runs, shortest_path
from workflowkit.simulation.witness import Witness
from workflowkit.text.routes import Json


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a run has to be like to show a finding; what is not stated may be anything."""

    reach: tuple[frozenset[Goal], ...] = ()
    """Of each set, the run covers at least one goal."""
    sequence: tuple[str, ...] = ()
    """Steps that are presented, in this order."""
    avoid: frozenset[str] = frozenset()
    """Steps that are never presented."""
    values: Mapping[str, Json] = field(default_factory=dict)
    """Keys with the value that they are given wherever they are set; UNSET for those that never get one."""
    start: Mapping[str, Json] = field(default_factory=dict)
    """Further keys that the run is started with."""
    decision: str = ""
    """What every decision step answers; empty for any."""
    end: RunEnd = RunEnd.COMPLETE
    fails_by_values: bool = False
    """True when the run fails because of the *values*, after which the engine would take others."""
    loops: tuple[str, ...] = ()
    """Loops whose number of passes is stated."""
    fragments: tuple[str, ...] = ()
    """Fragments, as `step.fragment`, of which is stated whether they are seen."""
    states_gates: bool = False
    """True to state the steps that wait for a person."""
    prompts: Mapping[str, Seen] = field(default_factory=dict)
    """Texts that the prompts of steps have, and those that they lack."""


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run that shows a claim."""

    scenario: Scenario
    run: SimulatedRun


def shortest_witness(runs: Runs, claim: Claim, title: str = "") -> ShownRun | None:
    """Return a shortest run that shows *claim*, as the player confirms it; None when none was found."""
    # The graph does not test what can never change; the player does.
    for searched in (claim, replace(claim, reach=())):
        path = shortest_path(runs, _Follower(runs.model, searched).follow, _is_reached)
        if path is not None:
            witness = Witness(runs.model, path).with_choices()
            return confirmed(runs.model, claim, _scenario(witness, claim, title))
    return None


def confirmed(model: ChoiceModel, claim: Claim, scenario: Scenario) -> ShownRun | None:
    """Return the run of *scenario* with what it has to be like; None when it does not show *claim*."""
    ran = run_scenario(model.pinned, scenario)
    if ran.unused:
        used = tuple(
            answer for index, answer in enumerate(scenario.answers) if index not in ran.unused
        )
        scenario = replace(scenario, answers=used)
        ran = run_scenario(model.pinned, scenario)
    covered = covered_by(ran.run)
    presented = [turn.step for turn in ran.run.turns]
    if (
        ran.run.end is not claim.end
        or not claim.avoid.isdisjoint(presented)
        or not (claim.fails_by_values or all(covered & goals for goals in claim.reach))
        or not _has_sequence(presented, claim.sequence)
    ):
        return None
    ran = replace(ran, scenario=replace(scenario, expect=_expectations(ran.run, claim)))
    if differences(ran):
        return None
    return ShownRun(ran.scenario, ran.run)


@dataclass(frozen=True, slots=True)
class _Follower:
    """What is left to be shown along a path."""

    model: ChoiceModel
    claim: Claim

    def follow(self, known: Hashable, edge: PathEdge) -> Hashable | None:
        """Return what is left after *edge*: the sets of goals, and the steps of the sequence; None when the claim is broken."""
        claim = self.claim
        if isinstance(known, tuple):
            goals, steps = known
        else:
            goals, steps = frozenset(range(len(claim.reach))), claim.sequence
        if not all(self._fits(key, index) for key, index in edge.choices):
            return None
        if edge.instance is not None:
            if edge.instance.step_id in claim.avoid:
                return None
            if steps and steps[0] == edge.instance.step_id:
                steps = steps[1:]
        if edge.end is not None and edge.end is not claim.end and not claim.fails_by_values:
            return None
        left = frozenset(index for index in goals if claim.reach[index].isdisjoint(edge.goals))
        return left, steps

    def _fits(self, key: str, index: int) -> bool:
        value = self.model.domains[key][index]
        if key == DECISION:
            # Where both decisions lead to the same, the graph has the run that stops; the player confirms the other.
            return self.claim.decision != "stop" or value == "stop"
        wanted = self.claim.values.get(key, value)
        return self.model.act_alike(key, value, wanted)


def _is_reached(known: Hashable) -> bool:
    return known == (frozenset(), ())


def _has_sequence(presented: list[str], sequence: tuple[str, ...]) -> bool:
    rest = iter(presented)
    return all(step in rest for step in sequence)


def _scenario(witness: Witness, claim: Claim, title: str) -> Scenario:
    """Return the scenario of *witness*, with the values and decisions of *claim*."""
    model = witness.model
    drawn = witness.scenario(title)
    start = {key: value for key, value in (drawn.context or {}).items() if key not in claim.values}
    start |= {
        key: value
        for key, value in claim.values.items()
        if value is not UNSET and not any(key in _keys(model, step) for step in model.captures)
    }
    start |= claim.start
    return replace(drawn, context=start or None, answers=tuple(_answers(witness, drawn, claim)))


def _answers(witness: Witness, drawn: Scenario, claim: Claim) -> Iterator[ScenarioAnswer]:
    model = witness.model
    given = {answer.step: answer for answer in drawn.answers}
    for instance in witness.steps:
        name = instance_name(instance)
        answer = given.get(name, ScenarioAnswer(step=name))
        context = {
            key: value for key, value in (answer.context or {}).items() if key not in claim.values
        }
        context |= {
            key: value
            for key, value in claim.values.items()
            if value is not UNSET and key in _keys(model, instance.step_id)
        }
        artifacts = answer.artifacts
        if claim.decision == "continue" and model.decides(instance.step_id):
            artifacts = default_answer(model.pinned, instance.step_id, "continue").artifacts
        if context or artifacts is not None:
            yield replace(answer, context=context or None, artifacts=artifacts)


def _keys(model: ChoiceModel, step_id: str) -> frozenset[str]:
    return frozenset(capture.key for capture in model.captures.get(step_id, ()))


def _expectations(run: SimulatedRun, claim: Claim) -> Expectations:
    """Return what the run is like, as far as it matters for *claim*."""
    shown = {
        f"{turn.step}.{fragment.id}"
        for turn in run.turns
        for fragment in turn.prompt.fragments
        if fragment.is_shown
    }
    asking = tuple(turn.name for turn in run.turns if turn.prompt.asks)
    return Expectations(
        path=run.path,
        end=run.end.value,
        loops={loop: run.passes.get(loop, 0) for loop in claim.loops} or None,
        fragments=Seen(
            seen=tuple(name for name in claim.fragments if name in shown),
            unseen=tuple(name for name in claim.fragments if name not in shown),
        )
        if claim.fragments
        else None,
        gates=asking if claim.states_gates else None,
        prompts=dict(claim.prompts) or None,
    )


MAX_SHOWN = 6
"""Steps of a run that a note lists."""


def run_words(shown: ShownRun) -> str:
    """Return the run on one line: its steps with what is answered, and its end."""
    answers = {answer.step: answer for answer in shown.scenario.answers}
    path = shown.run.path
    listed = list(range(len(path)))
    if len(path) > MAX_SHOWN:
        telling = [index for index in listed if path[index] in answers][: MAX_SHOWN - 2]
        listed = sorted({0, *telling, len(path) - 1})
    words: list[str] = []
    before = -1
    for index in listed:
        if index > before + 1:
            words.append("…")
        words.append(f"{path[index]}{_answer_words(answers.get(path[index]))}")
        before = index
    return "; ".join([*([" → ".join(words)] if words else []), shown.run.end.value])


def _answer_words(answer: ScenarioAnswer | None) -> str:
    if answer is None:
        return ""
    words = [f"{key}={_value_words(value)}" for key, value in (answer.context or {}).items()]
    words += [
        str(artifact.get("decision"))
        for artifact in answer.artifacts or ()
        if isinstance(artifact, dict) and "decision" in artifact
    ]
    return f" ({', '.join(words)})" if words else ""


def _value_words(value: Json) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
