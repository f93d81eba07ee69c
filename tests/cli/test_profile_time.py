from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Wfk


def test_profile_time_lists_stages_and_rules(good: Path, wfk: Wfk) -> None:
    ran = wfk("lint", "--profile-time", "--profile", "style")
    assert ran.code == 0
    rows = {line[:36].strip(): line[36:].split() for line in ran.out.splitlines()}
    assert {"read and parse", "compile", "rules", "stage", "rule"} <= rows.keys()
    assert any(name.startswith("P") and len(numbers) == 2 for name, numbers in rows.items())
    assert "import rules" in rows
