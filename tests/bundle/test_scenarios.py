"""Every bundled workflow has scenarios, with the proof that all of its paths end at its last step; `wfk test` runs them in CI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflowkit.simulation.scenario_reader import read_scenario

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = [
    path
    for folder in ("workflows", "workflows/examples")
    for path in sorted((ROOT / folder).glob("*.json"))
]
SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))


def _folder(workflow: Path) -> Path:
    return ROOT / "scenarios" / workflow.relative_to(ROOT / "workflows").with_suffix("")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_scenario_proves_that_every_path_ends_at_the_last_step(workflow: Path) -> None:
    proof = read_scenario((_folder(workflow) / "every-path.yaml").read_text("utf-8")).scenario
    assert proof is not None
    last = json.loads(workflow.read_bytes())["steps"][-1]["id"]
    # A last step that calls a routine ends with a step of it.
    assert str(proof.expect.every_path_ends_at).partition(".")[0] == last
    assert len(list(_folder(workflow).glob("*.yaml"))) > 1


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_scenario_says_what_it_shows(path: Path) -> None:
    scenario = read_scenario(path.read_text("utf-8")).scenario
    assert scenario is not None
    assert scenario.title
    assert len(scenario.title) < 110
