"""docs/reports.md: each command prints what the page shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk, folder, wfk  # noqa: F401 - fixtures
from workflowkit.report.formats import FORMATS

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
(FILE,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
RUNS = dict(re.findall(r"^```console\n\$ wfk (.*?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("line", RUNS)
def test_a_command_prints_what_the_page_shows(line: str, folder: Path, wfk: Wfk) -> None:  # noqa: F811
    (folder / "workflows").mkdir()
    (folder / "workflows" / "release.json").write_text(FILE, "utf-8")
    ran = wfk(*shlex.split(line))
    assert ran.code == (0 if "--show-settings" in line else 1)
    # An ellipsis is whatever the page leaves out: lines, or the duration at the end.
    pattern = re.escape(RUNS[line]).replace("…\\\n", "(?:.*\n)*").replace("…", ".*")
    assert re.fullmatch(pattern, ran.out), ran.out


def test_every_format_has_an_example() -> None:
    shown = {match for line in RUNS for match in re.findall(r"--format (\w+)", line)}
    assert shown | {"text"} == set(FORMATS)
