"""Rules whose reason depends on the engine: what they report for an engine that is not the default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from workflowkit.cli.main import wfk

OWN_KEY = {
    "id": "triage",
    "title": "Triage",
    "promptBlocks": {"goal": "Rate.", "outputRequired": {"riskLevel": "one of low | high"}},
    "requireConfirmation": {"var": "riskLevel", "equals": "high"},
}


def gate_findings(folder: Path, engine: str) -> list[dict[str, Any]]:
    workflow = {
        "id": "acme.gates",
        "name": "Gates",
        "description": "Use this to see a gate.",
        "version": "1.0.0",
        "steps": [OWN_KEY, {"id": "build", "title": "Build", "prompt": "Build it."}],
    }
    path = folder / "acme.gates.json"
    path.write_text(json.dumps(workflow))
    arguments = ["lint", "--format", "json", "--profile", "style", "--engine", engine, str(path)]
    result = CliRunner().invoke(wfk, arguments)
    found = json.loads(result.stdout)["diagnostics"]
    return [item for item in found if item["code"] in ("H001", "H002")]


@pytest.mark.parametrize(
    ("engine", "effect"),
    [("3.68.0", "asks every time"), ("3.121.0", "evaluates the gate before the step runs")],
)
def test_a_gate_on_its_own_key_is_one_finding_with_the_effect_of_the_engine(
    tmp_path: Path, engine: str, effect: str
) -> None:
    (finding,) = gate_findings(tmp_path, engine)
    assert finding["code"] == "H001"
    assert effect in finding["note"]
