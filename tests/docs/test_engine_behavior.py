"""docs/engine-behavior.md: every surprise of the engine has a row, and what the row links to exists and shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflowkit.lint.rules import ALL
from workflowkit.run.loading import Options
from workflowkit.run.scenario_tests import TestSuite

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/engine-behavior.md").read_text("utf-8")
SURPRISES = (ROOT / "docs/engine/surprises.md").read_text("utf-8")
SCENARIOS = sorted((ROOT / "tests/surprises").glob("*.yaml"))
RULES = {rule.name for rule in ALL}


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


ROWS = {
    (heading, int(number)): shown
    for heading, text in _sections(PAGE).items()
    for number, shown in re.findall(r"^\| (\d+) \| [^|]+ \| (.+) \|$", text, re.MULTILINE)
}


def test_every_surprise_has_a_row() -> None:
    expected = [
        (heading, int(number))
        for heading, text in _sections(SURPRISES).items()
        for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)
    ]
    assert list(ROWS) == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_row_names_a_scenario_a_rule_or_a_reason(row: tuple[str, int]) -> None:
    shown = ROWS[row]
    links = re.findall(r"\[([\w-]+)\]\(([^)]+)\)", shown)
    for name, target in links:
        assert Path(target).stem == name
        assert (ROOT / "docs" / target).is_file()
        assert name in RULES or target.startswith("../tests/surprises/")
    assert links or re.match(r"neither: \S.{30,}", shown)


def test_every_scenario_of_the_folder_is_in_a_row() -> None:
    linked = re.findall(r"\(\.\./tests/surprises/([\w-]+)\.yaml\)", PAGE)
    assert sorted(linked) == [path.stem for path in SCENARIOS]


def test_every_scenario_shows_its_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    paths = [path.relative_to(ROOT).as_posix() for path in SCENARIOS]
    outcomes = TestSuite(paths, Options()).run(jobs=1)
    assert {outcome.result.path: outcome.result.status for outcome in outcomes} == dict.fromkeys(
        paths, "passed"
    )
