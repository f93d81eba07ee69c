"""The pool: the same results, in the same order, with any number of workers, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workflowkit.config.settings import RuleChoice
from workflowkit.errors import InternalError
from workflowkit.run import pool
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.project import Project

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are not copied on this platform"
)


@pytest.fixture
def unthreaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a command; what runs the tests may have threads of its own."""
    monkeypatch.setattr(pool, "_has_threads", lambda: False)


def _square(number: int) -> int:
    return number * number


@pytest.mark.parametrize("n_workers", [1, 2, 3, 8])
@pytest.mark.parametrize("n_files", [0, 1, 2, 9, 2500])
def test_results_keep_the_order_of_the_items(n_files: int, n_workers: int) -> None:
    items = range(n_files)
    assert list(map_in_pool(_square, items, n_workers)) == [n * n for n in items]
    assert list(map_in_pool(_square, items, n_workers, effort=float)) == [n * n for n in items]


@pytest.mark.parametrize("n_workers", [1, 2, 4])
def test_findings_do_not_depend_on_the_number_of_workers(n_workers: int, unthreaded: None) -> None:
    project = Project.load([ROOT / "workflows", ROOT / "tests" / "lint" / "routines"])
    project = project.with_rules(RuleChoice(profile="style"))
    expected = project.lint()
    assert project.with_jobs(n_workers).lint().shown == expected.shown
    assert expected.shown


def test_work_of_a_worker_that_dies_is_done_again() -> None:
    here = os.getpid()

    def compute(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    assert list(map_in_pool(compute, range(20), 3)) == [n * n for n in range(20)]


@pytest.mark.parametrize("n_workers", [2, 3])
def test_a_result_that_cannot_be_returned_is_told(n_workers: int) -> None:
    with pytest.raises(InternalError, match="cannot be returned"):
        map_in_pool(lambda number: lambda: number, range(20), n_workers)


def test_a_result_that_only_a_worker_cannot_return_is_told() -> None:
    here = os.getpid()
    with pytest.raises(InternalError, match="cannot be returned"):
        map_in_pool(_unless(here), range(2000), 2)


def _unless(process: int) -> Callable[[int], object]:
    def compute(number: int) -> object:
        time.sleep(0.0005)
        return number if os.getpid() == process else lambda: number

    return compute


def test_results_can_be_read_in_any_order_and_more_than_once() -> None:
    found = map_in_pool(_square, range(30), 2)
    assert (found[29], found[-1], found[3:5], found[3]) == (841, 841, [9, 16], 9)
    with pytest.raises(IndexError):
        found[30]


def test_an_exception_comes_out_as_without_workers() -> None:
    def compute(number: int) -> int:
        if number == 7:
            raise ValueError("seven")
        return number

    with pytest.raises(ValueError, match="seven"):
        map_in_pool(compute, range(20), 3)


def test_without_copies_everything_is_computed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", refuse)
    assert list(map_in_pool(_square, range(20), 3)) == [n * n for n in range(20)]


def test_progress_ends_with_all_items() -> None:
    told: list[tuple[int, int]] = []
    map_in_pool(_square, range(20), 3, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (20, 20)


def test_no_worker_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    fork = os.fork

    def note() -> int:
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(os, "fork", note)
    map_in_pool(_square, range(20), 3)
    assert len(started) == 2
    for process in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_a_process_with_threads_is_not_copied() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert workers_for(100, 4) == 1
    finally:
        stop.set()
        thread.join()


def test_the_number_of_workers_follows_the_items_unless_it_is_given(unthreaded: None) -> None:
    n_processors = len(os.sched_getaffinity(0))
    assert workers_for(pool.MIN_FILES - 1) == 1
    assert workers_for(pool.MIN_FILES) == min(n_processors, pool.MIN_FILES)
    assert workers_for(3, 2) == 2
    assert workers_for(3, 9) == 3
    assert workers_for(1, 9) == 1
