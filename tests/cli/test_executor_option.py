"""`wfk lint --executor`: what it does not go with, and what is told without a cluster."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk
from workflowkit.cache.command_line import CacheChoice
from workflowkit.cli.commands.lint import lint
from workflowkit.cli.executing import NOT_ON_CLUSTERS

ADDRESS = ("--executor", "dask://127.0.0.1:1")
VALUES = {
    "--fingerprint": ("0c96c5e58c8690fd", "--fix"),
    "--witness": ("found",),
    "-j": ("2",),
    "--shard": ("1/2", "--save", "1.wfkpart"),
    "--changed-since": ("main",),
}


@pytest.mark.parametrize("option", NOT_ON_CLUSTERS.values())
def test_options_of_runs_that_a_cluster_does_not_do(wfk: Wfk, good: Path, option: str) -> None:
    ran = wfk("lint", option, *VALUES.get(option, ()), *ADDRESS, str(good))
    assert (ran.code, ran.out) == (2, "")
    named = "--fix" if option == "--fingerprint" else option
    assert f"{named} is not supported with --executor\n     omit {named}\n" in ran.err


def test_every_option_that_a_cluster_does_not_do_exists() -> None:
    names = {parameter.name: parameter.opts for parameter in lint.params}
    assert all(option in names[name] for name, option in NOT_ON_CLUSTERS.items())


def test_standard_input_needs_no_cluster(wfk: Wfk, folder: Path) -> None:
    ran = wfk("lint", "-", *ADDRESS)
    assert ran.code == 2
    assert "standard input is one file" in ran.err


def test_what_is_no_address(wfk: Wfk, good: Path) -> None:
    ran = wfk("lint", "--executor", "localhost:8786", str(good))
    assert (ran.code, ran.out) == (2, "")
    assert "'localhost:8786' is no address of a scheduler" in ran.err


def test_the_extra_is_named_when_it_is_missing(
    wfk: Wfk, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = wfk("lint", *ADDRESS, str(good))
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'workflowkit[dask]'" in ran.err


def test_a_scheduler_that_does_not_listen_or_answer(
    wfk: Wfk, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    ran = wfk("lint", "--executor", f"dask://127.0.0.1:{port}", str(good))
    assert (ran.code, ran.out) == (3, "")
    assert "connection refused" in ran.err

    def slow(*_: object, timeout: float) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", slow)
    ran = wfk("lint", *ADDRESS, str(good))
    assert (ran.code, ran.out) == (3, "")
    assert "timed out" in ran.err


def test_such_a_run_is_neither_recorded_nor_repeated() -> None:
    assert CacheChoice(["lint"], {}).is_used
    assert not CacheChoice(["lint", *ADDRESS], {}).is_used
    assert not CacheChoice(["lint", "--executor=dask://node1:8786"], {}).is_used
