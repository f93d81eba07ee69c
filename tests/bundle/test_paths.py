"""Every path of every bundled workflow reaches its last step, driven through the model of the default engine and of the newest.

The agent of these runs sets what a step asks for, and nothing else: routing keys take every combination of their declared values and none at all, loops stop at once or run to their limit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
from workflowkit.runtime.executable import ONBOARDING, Executable, ExecutableStep, build
from workflowkit.runtime.interpreter import State, start
from workflowkit.runtime.simulation import Presented, Submission, simulate
from workflowkit.runtime.submission import Verdict, check_submission
from workflowkit.text.routes import Json

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "workflows").rglob("*.json"))
ENGINES = ("3.68.0", "3.121.0")
CONTEXTS = {engine: loading.load_context(Options(engine=engine), Config()) for engine in ENGINES}
on_every_engine = pytest.mark.parametrize("engine", ENGINES)
on_every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
DEFAULTS: Mapping[str, Json] = {
    "boolean": True,
    "number": 0,
    "list": ["one", "two"],
    "object": {"a": 1},
    "text": "something",
}
MAX_RUNS = 600


def _analysis(path: Path, engine: str) -> Analysis:
    analysis = analysis_of(loading.read_document(path), CONTEXTS[engine])
    assert analysis is not None
    return analysis


def _executable(analysis: Analysis) -> Executable:
    snapshot = analysis.compilation.snapshot
    assert snapshot is not None
    definition = snapshot["definition"]
    executable = build(
        definition["steps"], definition.get("assessments", []), analysis.spec.behavior
    )
    assert isinstance(executable, Executable)
    return executable


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


def _lists_of_objects(analysis: Analysis) -> frozenset[str]:
    """Keys that some step describes as a list of objects; other steps may write the same list again."""
    captures = analysis.context.captures_by_key.values()
    described = (capture for found in captures for capture in found if capture.type == "list")
    return frozenset(capture.key for capture in described if "objects" in capture.description)


def _submit(
    step: Step, values: Mapping[str, Json], of_objects: Collection[str], decision: str
) -> Submission:
    context: ContextValues = {}
    for capture in captures_of(step):
        if capture.key in values:
            if values[capture.key] is not None:
                context[capture.key] = values[capture.key]
        elif capture.type == "one of" and capture.values:
            context[capture.key] = capture.values[0]
        elif capture.key in of_objects:
            context[capture.key] = [{"name": "one"}, {"name": "two"}]
        else:
            context[capture.key] = DEFAULTS.get(capture.type, "something")
    if step.contract == "wr.contracts.loop_control":
        return Submission(context, ({"kind": "wr.loop_control", "decision": decision},))
    return Submission(context)


@on_every_engine
@on_every_file
def test_every_path_reaches_the_last_step(path: Path, engine: str) -> None:
    analysis = _analysis(path, engine)
    executable = _executable(analysis)
    authored = {step.route: step for step in analysis.workflow.all_steps}
    steps = {
        node.id: Step(node.value, ()) if node.origin.routine else authored[node.origin.route]
        for node in every_step(analysis.compilation.steps)
    }
    last = analysis.compilation.steps[-1].id
    routing, of_objects = _routing(analysis), _lists_of_objects(analysis)
    runs = list(product(*routing.values()))
    assert len(runs) <= MAX_RUNS
    for chosen in runs:
        values = dict(zip(routing, chosen, strict=True))
        for decision in ("stop", "continue"):

            def answer(_: int, presented: Presented, __: ContextValues) -> Submission:
                step = steps.get(presented.instance.step_id)
                if step is None:
                    assert presented.instance.step_id == ONBOARDING
                    return Submission()
                return _submit(step, values, of_objects, decision)  # noqa: B023 - called before the loop goes on

            state = start(executable, executable.steps[0].id)
            assert isinstance(state, State)
            run = simulate(executable, state, answer)
            assert run.failure is None, (values, decision, run.failure)
            assert run.presented[-1].instance.step_id == last, (values, decision)


ARTIFACTS: Mapping[str, Json] = {
    "wr.contracts.loop_control": {"kind": "wr.loop_control", "decision": "stop"},
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
        "summary": "Nothing was found.",
    },
}


@on_every_engine
@on_every_file
def test_every_step_can_be_completed(path: Path, engine: str) -> None:
    executable = _executable(_analysis(path, engine))
    for step in executable.by_id.values():
        if isinstance(step, ExecutableStep):
            verdict = _verdict(executable, step, {})
            assert verdict.internal_error == "", step.id
            assert verdict.is_completed, (step.id, verdict.blockers)


@on_every_engine
@on_every_file
def test_every_consequence_blocks_its_step_and_ends_no_session(path: Path, engine: str) -> None:
    executable = _executable(_analysis(path, engine))
    for step in executable.by_id.values():
        consequences = step.definition.get("assessmentConsequences", ())
        for consequence in consequences if isinstance(step, ExecutableStep) else ():
            level = consequence["when"]["anyEqualsLevel"]
            verdict = _verdict(executable, step, {level})
            assert verdict.internal_error == "", step.id
            guidance = [blocker.help for blocker in verdict.blockers]
            assert guidance == [consequence["effect"]["guidance"]], step.id


def _verdict(executable: Executable, step: ExecutableStep, levels: Collection[str]) -> Verdict:
    """Return the verdict on what *step* asks for: levels that trigger something only where they are in *levels*."""
    avoided = {
        consequence["when"]["anyEqualsLevel"]
        for consequence in step.definition.get("assessmentConsequences", ())
    } - set(levels)
    artifacts: list[Json] = [ARTIFACTS[step.contract]] if step.contract else []
    for reference in step.definition.get("assessmentRefs", ()):
        dimensions = executable.assessments[reference]["dimensions"]
        chosen: dict[str, Json] = {}
        for dimension in dimensions:
            fitting = [level for level in dimension["levels"] if level in levels]
            fitting += [level for level in dimension["levels"] if level not in avoided]
            chosen[dimension["id"]] = fitting[0]
        answer = {"kind": "wr.assessment", "assessmentId": reference, "dimensions": chosen}
        artifacts.append(answer)
    return check_submission(executable, step, "It is done.", artifacts, {})
