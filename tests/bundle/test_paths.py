"""Every path of every bundled workflow reaches its last step, driven through the model of the engine.

The agent of these runs sets what a step asks for, and nothing else: routing keys take every combination of their declared values and none at all, loops stop at once or run to their limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import captures_of
from workflowkit.compiler.steps import every_step
from workflowkit.config.settings import Config
from workflowkit.format.reader import Step
from workflowkit.run import loading
from workflowkit.run.analyze import analysis_of
from workflowkit.run.loading import Options
from workflowkit.runtime.context import ContextValues
from workflowkit.runtime.executable import Failure, build
from workflowkit.runtime.interpreter import start
from workflowkit.runtime.simulation import Presented, Submission, simulate
from workflowkit.text.routes import Json

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "workflows").rglob("*.json"))
CONTEXT = loading.load_context(Options(), Config())
DEFAULTS: Mapping[str, Json] = {
    "boolean": True,
    "number": 0,
    "list": ["one", "two"],
    "object": {"a": 1},
    "text": "something",
}
MAX_RUNS = 600


def _analysis(path: Path) -> Analysis:
    analysis = analysis_of(loading.read_document(path), CONTEXT)
    assert analysis is not None
    return analysis


def _routing(analysis: Analysis) -> dict[str, list[Json]]:
    """Each key that a condition of a step tests, with its declared values and None for unset."""
    tested = {read.key for read in analysis.context.condition_reads if read.use == "run"}
    values: dict[str, list[Json]] = {}
    for key in sorted(tested):
        captures = analysis.context.captures_by_key.get(key, ())
        assert captures, f"'{key}' is tested and never set"
        declared = [value for capture in captures for value in capture.values or ()]
        is_boolean = set(declared) == {"true", "false"}
        typed: list[Json] = [True, False] if is_boolean else list(dict.fromkeys(declared))
        values[key] = [*(typed or [0, 1, 2]), None]
    return values


def _submit(step: Step, values: Mapping[str, Json], decision: str) -> Submission:
    context: ContextValues = {}
    for capture in captures_of(step):
        if capture.key in values:
            if values[capture.key] is not None:
                context[capture.key] = values[capture.key]
        elif capture.type == "one of" and capture.values:
            context[capture.key] = capture.values[0]
        else:
            context[capture.key] = DEFAULTS.get(capture.type, "something")
    if step.contract == "wr.contracts.loop_control":
        return Submission(context, ({"kind": "wr.loop_control", "decision": decision},))
    return Submission(context)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_path_reaches_the_last_step(path: Path) -> None:
    analysis = _analysis(path)
    snapshot = analysis.compilation.snapshot
    assert snapshot is not None
    executable = build(
        snapshot["definition"]["steps"], snapshot["definition"].get("assessments", [])
    )
    assert not isinstance(executable, Failure)
    authored = {step.route: step for step in analysis.workflow.all_steps}
    steps = {
        node.id: Step(node.value, ()) if node.origin.routine else authored[node.origin.route]
        for node in every_step(analysis.compilation.steps)
    }
    last = analysis.compilation.steps[-1].id
    routing = _routing(analysis)
    runs = list(product(*routing.values()))
    assert len(runs) <= MAX_RUNS
    for chosen in runs:
        values = dict(zip(routing, chosen, strict=True))
        for decision in ("stop", "continue"):

            def answer(_: int, presented: Presented, __: ContextValues) -> Submission:
                step = steps[presented.instance.step_id]
                return _submit(step, values, decision)  # noqa: B023 - called before the loop goes on

            run = simulate(executable, start(executable), answer)
            assert run.failure is None, (values, decision, run.failure)
            assert run.presented[-1].instance.step_id == last, (values, decision)
