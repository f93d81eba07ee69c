"""Answers of the engine that are accidents of its host language: each case of tests/vectors/differences, with the answer of workflowkit.

docs/architecture.md#fidelity says why they are not reproduced. Two were reproduced after all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.test_engine_answers import executable_of
from tests.engines import spec
from tests.triggers.test_loader import dropped_record
from workflowkit.compiler.context import compile_context
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.runtime.criteria import check_criteria
from workflowkit.runtime.executable import ExecutableStep
from workflowkit.runtime.submission import check_submission
from workflowkit.text import document, json_text
from workflowkit.triggers.line_reader import read
from workflowkit.triggers.loader import load
from workflowkit.triggers.trigger import DaemonContext, Trigger, Workspace

FOLDER = Path(__file__).parents[1] / "vectors" / "differences"
CASES: dict[str, dict[str, Any]] = {
    path.stem.partition("-")[0]: json.loads(path.read_text("utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
}


def test_every_case_has_a_test() -> None:
    assert set(CASES) == {"c02", "c03", "r08", "r13", "r14", "r15", "r28", "t17"}


def test_values_are_nested_400_levels_deep_at_most() -> None:
    nested: Any = {"var": "x"}
    for _ in range(420):
        nested = {"not": nested}
    found = document.parse(json.dumps(nested).encode(), "x.json")
    assert isinstance(found.broken, json_text.BrokenJson)
    assert found.broken.message == CASES["c02"]["wfk"]["broken"]


def test_members_of_every_object_are_not_refs() -> None:
    compilation = compile_workflow(CASES["c03"]["input"], compile_context(spec("3.68.0")))
    assert compilation.outcome == "v1_compilation_failed"
    assert CASES["c03"]["engine"]["outcome"] == "phase1a_valid"


def test_members_of_every_object_are_not_workspaces() -> None:
    text = CASES["t17"]["input"]["triggers.yml"]
    triggers = tuple(Trigger(index, entry) for index, entry in enumerate(read(text).items))
    outcome = load(triggers, None, DaemonContext(workspaces={"shop": Workspace("/srv/shop", "")}))
    assert outcome.triggers == ()
    assert [dropped_record(dropped)["kind"] for dropped in outcome.dropped] == ["unknown_workspace"]


@pytest.mark.parametrize("name", ["r13", "r14", "r15"])
def test_patterns_are_read_as_by_later_versions_of_the_host(name: str) -> None:
    given, engine = CASES[name]["input"], CASES[name]["engine"]
    result = check_criteria(given["criteria"], given["text"], {})
    assert (result.error, result.is_valid) == (None, True)
    assert not engine.get("valid", False)


def test_a_schema_below_an_invalid_pattern_is_not_compiled() -> None:
    given, engine = CASES["r28"]["input"], CASES["r28"]["engine"]
    result = check_criteria(given["criteria"], given["text"], {})
    assert (result.error, result.is_valid) == (None, engine["valid"])


def test_a_follow_up_that_does_not_fit_is_an_internal_error() -> None:
    case = CASES["r08"]
    executable = executable_of(case["input"]["wf"])
    step = executable.steps[0]
    assert isinstance(step, ExecutableStep)
    (sent,) = case["input"]["script"]
    verdict = check_submission(executable, step, sent["notes"], sent["artifacts"], {})
    assert bool(verdict.internal_error) == (case["engine"][1]["code"] == "INTERNAL_ERROR")
