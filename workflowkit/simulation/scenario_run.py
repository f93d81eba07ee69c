"""Running a scenario: its answers become an agent."""

from __future__ import annotations

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.default_answers import default_answer
from workflowkit.simulation.play import AttemptResult, StepAnswer
from workflowkit.simulation.runs import Agent, SimulatedRun, Turn, play
from workflowkit.simulation.scenario import Scenario, ScenarioAnswer


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """The run of a scenario."""

    scenario: Scenario
    run: SimulatedRun
    unused: tuple[int, ...]
    """Indexes of the answers that no step took."""


@dataclass(slots=True)
class _Script:
    """An agent that sends the answers of a scenario in order, and the default where the next one is for another step."""

    scenario: Scenario
    index: int = 0

    def __call__(self, turn: Turn) -> StepAnswer | None:
        answers = self.scenario.answers
        if self.index < len(answers) and _fits(answers[self.index], turn):
            given = answers[self.index]
            self.index += 1
            return _completed(given, turn)
        if self.scenario.strict:
            return None
        if turn.last is not None and turn.last.result is AttemptResult.FAILED:
            # The default cannot repair what the engine answers with an error.
            return None
        return default_answer(turn.pinned, turn.step)


def scripted_answers(scenario: Scenario) -> Agent:
    """Return an agent that sends the answers of *scenario*, and the default at steps before the last of them."""
    script = _Script(scenario)

    def answer(turn: Turn) -> StepAnswer | None:
        return script(turn) if script.index < len(scenario.answers) else None

    return answer


def run_scenario(pinned: PinnedWorkflow, scenario: Scenario) -> ScenarioRun:
    """Run *pinned* with the answers of *scenario*."""
    script = _Script(scenario)
    run = play(pinned, script, scenario.context)
    return ScenarioRun(scenario, run, tuple(range(script.index, len(scenario.answers))))


def _fits(answer: ScenarioAnswer, turn: Turn) -> bool:
    return answer.step is None or answer.step in (turn.step, turn.name)


def _completed(given: ScenarioAnswer, turn: Turn) -> StepAnswer:
    """Return *given* with the default for what it does not state."""
    default = default_answer(turn.pinned, turn.step)
    return StepAnswer(
        context=given.context,
        notes=default.notes if given.notes is None else given.notes,
        artifacts=default.artifacts if given.artifacts is None else given.artifacts,
    )
