"""`wfk lint --witness` and `wfk explain RULE FILE:LINE`: findings and the runs that show them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Wfk

FLOW = {
    "id": "acme.release",
    "name": "Release",
    "description": "Use this to publish a release.",
    "version": "1.0.0",
    "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        *(
            {
                "id": name,
                "title": name.title(),
                "prompt": "Write it.",
                "runCondition": {"var": "path", "equals": path},
            }
            for name, path in (("brief", "A"), ("draft", "A"), ("plan", "B"), ("full", "B"))
        ),
        {
            "id": "stuck",
            "title": "Stuck",
            "prompt": "Hand it over.",
            "outputContract": {"contractRef": "wr.contracts.assessment"},
            "runCondition": {"var": "path", "equals": "B"},
        },
    ],
}


@pytest.fixture
def project(folder: Path) -> Path:
    (folder / "wfk.toml").write_text('[lint]\nprofile = "catalog"\nselect = ["C015"]\n', "utf-8")
    (folder / "workflows").mkdir()
    (folder / "workflows/release.json").write_text(json.dumps(FLOW, indent=2), "utf-8")
    return folder


def _ok(ran: Ran, code: int = 0) -> str:
    assert ran.code == code, ran.err
    return ran.out + ran.err


def _line_of(text: str) -> int:
    lines = Path("workflows/release.json").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_witnesses_are_scenarios_that_pass(project: Path, wfk: Wfk) -> None:
    output = _ok(wfk("lint", "workflows", "--witness", "scenarios/findings"), 1)
    written = sorted(path.name for path in project.rglob("*.yaml"))
    contract = _line_of("wr.contracts.assessment")
    early = _line_of('"runCondition"')
    assert written == [
        f"unreachable-completion-{contract}.yaml",
        f"unreachable-remaining-steps-{early}.yaml",
    ]
    assert "2 scenarios written to scenarios/findings" in output
    assert "note: shortest run: choose; complete" in output
    assert "2 scenarios, 2 passed" in _ok(wfk("test"))


def test_a_folder_of_any_name_can_be_tested(project: Path, wfk: Wfk) -> None:
    _ok(wfk("lint", "workflows", "--witness", "found"), 1)
    (project / "found/other.yaml").write_text("not: a scenario\n", "utf-8")
    assert "2 scenarios, 2 passed" in _ok(wfk("test", "found"))


def test_a_finding_is_explained_at_its_line(project: Path, wfk: Wfk) -> None:
    line = _line_of("wr.contracts.assessment")
    output = _ok(wfk("explain", "E003", f"workflows/release.json:{line}"))
    assert f"release.json:{line}:" in output
    assert (
        'The shortest run that shows it: choose (path="B") → plan → full → stuck; blocked' in output
    )
    assert "  end: blocked" in output


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("workflows/release.json", "is no place"),
        ("workflows/release.json:1", "no finding of unreachable-completion"),
        ("workflows/other.json:1", "no such"),
    ],
)
def test_a_wrong_place_is_a_usage_error(project: Path, wfk: Wfk, place: str, message: str) -> None:
    assert message in _ok(wfk("explain", "E003", place), 2)


def test_a_rule_about_words_says_why_no_run_shows_it(project: Path, wfk: Wfk) -> None:
    flow = json.loads(json.dumps(FLOW))
    flow["steps"][0]["prompt"] = "Choose a path. Capture: `path`, `needsReview`."
    (project / "workflows/release.json").write_text(json.dumps(flow, indent=2), "utf-8")
    line = _line_of("needsReview")
    output = _ok(wfk("explain", "unused-routing-flag", f"workflows/release.json:{line}"))
    assert "No run was found that shows it. Nothing depends on what the rule reports" in output
