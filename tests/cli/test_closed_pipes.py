"""`wfk … | head`: the rest of the output is discarded without a word, and the exit code is that of the work."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD
from tests.programs import warm

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")


def _run_into_closed_pipes(*command: str) -> tuple[int, bytes]:
    """Run `wfk` with an output that nobody reads; return the exit code and what it printed on standard error."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(
            [warm.program(), *command],
            stdout=writer, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    return ran.returncode, ran.stderr


@pytest.mark.parametrize("command", [("--help",), ("rules",), ("list",), ("schema", "workflow")])
@pytest.mark.usefixtures("good")
def test_what_only_prints_ends_well(command: tuple[str, ...]) -> None:
    assert _run_into_closed_pipes(*command) == (0, b"")


@pytest.mark.parametrize("cache", ["--no-cache", "--cache=content"])
def test_findings_still_count(good: Path, cache: str) -> None:
    assert _run_into_closed_pipes("lint", cache, "workflows") == (0, b"")
    good.write_text(GOOD.replace('"version"', '"versoin"'), "utf-8")
    for _ in range(2):  # The second run would print what was kept of the first.
        assert _run_into_closed_pipes("lint", cache, "workflows") == (1, b"")


def test_the_work_is_done_to_its_end(good: Path) -> None:
    names = [f"flow-{number}" for number in range(20)]
    for name in names:
        text = GOOD.replace("acme.release", f"acme.{name}").replace("\n", "\n ")
        (good.parent / f"{name}.json").write_text(text, "utf-8")
    code, _ = _run_into_closed_pipes("fmt", "workflows")
    assert code == 0
    assert all("\n  " in (good.parent / f"{name}.json").read_text("utf-8") for name in names)
    code, _ = _run_into_closed_pipes("compile")
    assert code == 0
    assert len(list(Path("dist/workflows").iterdir())) == 2 * (len(names) + 1)


def test_a_full_disk_is_still_reported(good: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [warm.program(), "rules"],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (3, b"wfk: no space left on device\n")
