"""One mistake is one finding: the rule that names its cause reports it, and those that see a consequence do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.running_rules import complete, lint_text
from workflowkit.lint.rules import ALL
from workflowkit.run.loading import Options
from workflowkit.run.project import Project

_DECISION = '"outputContract": {"contractRef": "wr.contracts.loop_control"}'
_LOOP = (
    '"type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "condition"'
)
_BODY = '{"id": "fix-one", "title": "Fix one", "prompt": "Fix one fault."}'


@pytest.mark.parametrize(
    ("text", "reported", "implied"),
    [
        (
            '{"metricsProfile": "design", "steps": [{"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge.", '
            '"outputRequired": {"taskSize": "one of small | large"}}}, {"id": "plan", "title": "Plan", "prompt": "Plan.", '
            '"runCondition": {"var": "taskSize", "equals": "large"}}]}',
            "M005",
            "S008",
        ),
        (
            '{"metricsProfile": "coding", "steps": [{"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge.", '
            '"outputRequired": {"metrics_outcome": "one of success | partial | abandoned | error"}}}, '
            '{"id": "plan", "title": "Plan", "prompt": "Plan."}]}',
            "M003",
            "M002",
        ),
        (
            f'{{"steps": [{{"id": "rounds", {_LOOP}: {{"var": "isDone", "equals": false}}}}, "body": [{_BODY}, '
            f'{{"id": "decide", "title": "Decide", "prompt": "Stop or continue.", {_DECISION}}}]}}]}}',
            "L017",
            "C001",
        ),
        (
            '{"steps": [{"id": "count", "title": "Count", "promptBlocks": {"goal": "Count.", "outputRequired": {"faultCount": "number: faults"}}}, '
            f'{{"id": "rounds", {_LOOP}: {{"var": "faultCount", "gt": 0}}}}, "body": [{_BODY}]}}]}}',
            "L009",
            "L014",
        ),
        (
            '{"assessments": [{"id": "gate", "purpose": "Fit.", "dimensions": [{"id": "confidence", "purpose": "How sure.", "levels": ["low", "high"]}]}], '
            '"steps": [{"id": "rate", "title": "Rate", "promptBlocks": {"goal": "Rate.", "outputRequired": {"confidenceBand": "one of low | high"}}, '
            '"assessmentRefs": ["gate"]}]}',
            "A010",
            "A008",
        ),
    ],
    ids=lambda value: value if len(value) == 4 else "",
)
def test_a_consequence_is_not_reported(text: str, reported: str, implied: str) -> None:
    codes = {diagnostic.code for diagnostic in lint_text(complete(text), ALL).diagnostics}
    assert reported in codes
    assert implied not in codes


def test_a_slot_that_does_not_exist_is_reported_where_it_is_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = '"extensionPoints": [{"slotId": "auditor", "purpose": "Who audits.", "default": "a colleague"}], '
    steps = '"steps": [{"id": "audit", "title": "Audit", "prompt": "Ask {{wr.bindings.auditor}} for an audit."}]'
    workflow = complete("{" + point + steps + "}").replace("acme.example", "acme.audited")
    (tmp_path / "flow.json").write_text(workflow)
    (tmp_path / "bindings.json").write_text('{"acme.audited": {"auditorr": "wr.mr-review"}}')
    monkeypatch.chdir(tmp_path)

    def codes(*paths: str) -> set[str]:
        project = Project.load(paths, Options(bindings="bindings.json"))
        return {each.code for each in project.lint().shown} & {"B005", "B013"}

    assert codes("flow.json", "bindings.json") == {"B013"}
    assert codes("flow.json") == {"B005"}
