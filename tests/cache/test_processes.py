"""The cache under several processes, under one that is killed, and under output that breaks off."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cache.test_record import _without_duration
from tests.programs import warm

LINT = ("lint", "--profile=style")
COMMAND = (sys.executable, "-m", "workflowkit", *LINT)


def _start(*arguments: str, command: Sequence[str] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*(command or (warm.program(), *LINT)), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=600)
    return process.returncode, _without_duration(out), err


def test_processes_that_run_at_once_print_the_same(project: Path) -> None:
    expected = _end(_start("--no-cache"))
    assert expected[0] == 1
    for _ in range(2):
        running = [_start() for _ in range(3)]
        assert [_end(process) for process in running] == [expected] * 3


def test_a_process_that_is_killed_leaves_nothing_that_matters(project: Path) -> None:
    expected = _end(_start("--no-cache"))
    seconds = 0.02
    while True:
        process = _start(command=COMMAND)
        time.sleep(seconds)
        is_done = process.poll() is not None
        process.kill()
        process.communicate()
        if is_done:
            break
        seconds *= 1.6
    assert _end(_start()) == expected
    assert _end(_start()) == expected


def test_an_output_that_breaks_off_is_not_recorded(project: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("the system has no full device")
    with open("/dev/full", "w") as full:
        assert subprocess.run(COMMAND, stdout=full, check=False).returncode == 3
    assert not list((project / ".wfk_cache/runs").glob("*"))
    expected = _end(_start("--no-cache"))
    assert _end(_start()) == _end(_start()) == expected
    with open("/dev/full", "w") as full:
        assert subprocess.run(COMMAND, stdout=full, check=False).returncode == 3


def test_a_closed_pipe_is_left_quietly_and_the_record_is_whole(project: Path) -> None:
    process = subprocess.Popen(
        [warm.program(), *LINT, "--format=json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(600) == 1
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert (project / ".wfk_cache").exists()
    assert _end(_start("--format=json")) == _end(_start("--format=json", "--no-cache"))
