"""The map on a cluster: the result is that of this machine, byte for byte, or the run ends and says why."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.run.test_streaming import ROOT, STYLES
from workflowkit.errors import InternalError, UnusableCluster, UsageError, WorkflowkitError
from workflowkit.report.formats import FORMATS, assembler
from workflowkit.report.pieces import ListedFindings
from workflowkit.run import cluster_worker, dask_cluster, lint_map, lint_stream
from workflowkit.run.cluster_worker import Agreement, run_chunk
from workflowkit.run.clusters import Chunk, ClusterMap
from workflowkit.run.dask_cluster import ClusterAddress, DaskCluster, fetched
from workflowkit.run.discovery import ReadMode
from workflowkit.run.lint_map import Executor, mapped, settings_for
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup
from workflowkit.version import VERSION

ADDRESS = ClusterAddress("dask://node1:8786", "tcp", "node1", 8786)


class WorkersHere:
    """A cluster in this process, which answers the last chunk first."""

    def __init__(self, around: Callable[[Chunk], Any] = lambda _: None) -> None:
        self.around = around
        self.n_chunks = 0
        self.folder: str | None = None

    def n_threads(self) -> int:
        return 1

    def answers(
        self, agreement: Agreement, settings: bytes, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[int, bytes]]:
        agreed = agreement._replace(folder=self.folder or agreement.folder)
        for chunk in reversed(list(chunks)):
            self.n_chunks += 1
            self.around(chunk)
            yield chunk.number, run_chunk(tuple(agreed), settings, chunk.content)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a few workflows with findings as the current one."""
    text = (ROOT / "workflows/classify-task.json").read_text("utf-8")
    _write_spoilt(tmp_path / "catalog/workflows", text)
    monkeypatch.chdir(tmp_path / "catalog")
    cluster_worker._settings.cache_clear()
    return tmp_path / "catalog"


def _write_spoilt(folder: Path, text: str) -> None:
    """Write *text* with an error of syntax, of shape and of ids."""
    folder.mkdir(parents=True)
    (folder / "a.json").write_text(text.replace('"version"', '"versoin"'), "utf-8")
    (folder / "b.json").write_text(text.replace("wr.", "acme."), "utf-8")
    (folder / "c.json").write_text(text[:-30], "utf-8")
    (folder / "d.json").write_text(text.replace('"steps"', '"stepz": [], "steps"'), "utf-8")


def _load(engine: str | None = None) -> ProjectGroup:
    return ProjectGroup.load(
        (), Options(engine=engine), mode=ReadMode(streams=True, is_elsewhere=True)
    )


def _reports(group: ProjectGroup, executor: Executor | None) -> list[str]:
    result = lint_stream.lint_streamed(
        group.projects,
        STYLES,
        outcomes_of=lambda project, settings: mapped(project, settings, executor=executor),
    )
    tally = result.tally
    tally.seconds = 0.0
    return [
        "".join(
            assembler(name)(ListedFindings(result.pieces, tally.counts, None, number), tally, style)
        )
        for number, (name, style) in enumerate(STYLES)
    ]


@pytest.mark.parametrize("engine", [None, ">=3.68,<3.110"])
def test_a_cluster_reports_what_this_machine_reports(small: Path, engine: str | None) -> None:
    (small / "workflows/unreadable.json").symlink_to("nowhere.json")
    workers = WorkersHere()
    on_cluster = _reports(_load(engine), ClusterMap(lambda: workers))
    assert on_cluster == _reports(_load(engine), None)
    assert workers.n_chunks == 4
    assert bool(_load(engine).projects[0].context.engines) == bool(engine)


def _error(workers: WorkersHere) -> WorkflowkitError:
    with pytest.raises(WorkflowkitError) as caught:
        _reports(_load(), ClusterMap(lambda: workers))
    return caught.value


def test_a_worker_that_reads_other_content_is_an_error(small: Path) -> None:
    """What the worker reads is swapped while it reads, as on a machine with another checkout."""
    path, own = small / "workflows/a.json", lint_map.read_and_mapped

    def elsewhere(name: str, *others: Any) -> bytes:
        text = path.read_bytes()
        path.write_bytes(text + b" ")
        try:
            return own(name, *others)
        finally:
            path.write_bytes(text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster_worker, "read_and_mapped", elsewhere)
        error = _error(WorkersHere())
    assert isinstance(error, UnusableCluster)
    assert error.message.startswith("workflows/a.json: the worker on ")
    assert error.message.endswith(", reads other content")


def test_a_worker_without_the_file_is_an_error(small: Path) -> None:
    own = lint_map.read_and_mapped

    def elsewhere(name: str, *others: Any) -> bytes:
        Path(name).rename("away")
        try:
            return own(name, *others)
        finally:
            Path("away").rename(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster_worker, "read_and_mapped", elsewhere)
        assert _error(WorkersHere()).message.endswith(", cannot read it")


def test_a_worker_with_other_files_around_is_an_error(small: Path) -> None:
    text = json.loads((small / "workflows/a.json").read_text("utf-8"))
    text["references"] = [
        {"id": "a", "title": "A", "source": "notes.md", "purpose": "B", "authoritative": False}
        | {"resolveFrom": "package"}
    ]
    (small / "workflows/refers.json").write_text(json.dumps(text), "utf-8")
    (small / "spec").mkdir()
    own, notes = lint_map.read_and_mapped, small / "notes.md"

    def elsewhere(*arguments: Any) -> bytes:
        notes.write_text("here only on the worker", "utf-8")
        try:
            return own(*arguments)
        finally:
            notes.unlink()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster_worker, "read_and_mapped", elsewhere)
        error = _error(WorkersHere())
    assert error.message.startswith("workflows/refers.json: ")
    assert error.message.endswith(", finds other files around it")


def test_a_file_that_changes_during_the_run_is_no_error(small: Path) -> None:
    path = small / "workflows/a.json"

    def save(_: Chunk) -> None:
        path.write_bytes(path.read_bytes().rstrip() + b"\n\n")

    assert _reports(_load(), ClusterMap(lambda: WorkersHere(save)))


def test_a_worker_without_the_folder_is_an_error(small: Path) -> None:
    workers = WorkersHere()
    workers.folder = str(small / "none")
    error = _error(workers)
    assert isinstance(error, UnusableCluster)
    assert error.message.endswith(f", cannot enter {small}: no such file or directory")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (VERSION, "another installation of wfk"),
        ("0.0.9", "has wfk 0.0.9, and this is"),
    ],
)
def test_a_worker_with_another_tool_is_refused(
    small: Path, monkeypatch: pytest.MonkeyPatch, version: str, told: str
) -> None:
    """Settings are not even read: another version may understand them in another way."""
    monkeypatch.setattr(cluster_worker, "_own_tool", lambda: "another")
    monkeypatch.setattr(cluster_worker, "VERSION", version)
    monkeypatch.setattr(cluster_worker, "_settings", None)
    error = _error(WorkersHere())
    assert isinstance(error, UsageError)
    assert told in error.message


def test_what_cannot_be_returned_or_sent_is_told(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bytes:
        raise InternalError("a.json: the result cannot be returned")

    monkeypatch.setattr(cluster_worker, "read_and_mapped", fail)
    error = _error(WorkersHere())
    assert isinstance(error, InternalError)
    assert error.message.startswith("a.json: the result cannot be returned (on ")
    project = _load().projects[0]
    settings = settings_for(project, [lambda: None], None, ())  # type: ignore[list-item]
    with pytest.raises(InternalError, match="cannot be sent"):
        ClusterMap(WorkersHere)(project, project.documents, settings)


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        ("KilledWorker", UnusableCluster, "one worker after another was lost while it linted a.js"),
        ("CancelledError", UnusableCluster, "the connection to the scheduler was lost"),
        (ModuleNotFoundError("No module named 'workflowkit'"), UsageError, "or none: ModuleNot"),
        (RuntimeError("Error during deserialization of the task graph"), UsageError, "or none"),
        (RecursionError("deep"), InternalError, "a.json: a worker failed: RecursionError: deep"),
    ],
)
def test_what_goes_wrong_on_another_machine_is_told(
    monkeypatch: pytest.MonkeyPatch, error: Any, kind: type[Exception], told: str
) -> None:
    names = ("KilledWorker", "CancelledError")
    library = SimpleNamespace(**{name: type(name, (Exception,), {}) for name in names})
    monkeypatch.setitem(sys.modules, "distributed", library)
    raised = getattr(library, error)() if isinstance(error, str) else error

    def result(timeout: float) -> bytes:
        raise raised

    with pytest.raises(kind, match=told):
        fetched(SimpleNamespace(result=result), Chunk(0, "a.json", b""), ADDRESS)


def test_a_scheduler_without_workers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    workers: dict[str, int] = {}
    client = SimpleNamespace(nthreads=lambda: workers, close=lambda **_: None)
    monkeypatch.setattr(dask_cluster, "_connected", lambda _: client)
    monkeypatch.setattr(dask_cluster, "_quiet", lambda: None)
    monkeypatch.setattr(dask_cluster, "_STEP", 0.0)
    with DaskCluster(ADDRESS, patience=0.0) as cluster, pytest.raises(UnusableCluster) as caught:
        cluster.n_threads()
    assert caught.value.message == "dask://node1:8786: no worker is connected to the scheduler"
    workers["tcp://node2:1"] = 4
    with DaskCluster(ADDRESS) as cluster:
        assert cluster.n_threads() == 4


class _Future:
    """An answer that is there at the second time."""

    def __init__(self, content: bytes) -> None:
        self.content, self.n_asked = content, 0

    def add_done_callback(self, call: Callable[[_Future], None]) -> None:
        call(self)

    def result(self, timeout: float) -> bytes:  # noqa: ARG002 - as Dask calls it
        self.n_asked += 1
        if self.n_asked == 1:
            raise TimeoutError
        return self.content


class _Client:
    """The client of a scheduler, of which one worker joins late."""

    def __init__(self) -> None:
        self.threads = {"a": 1}
        self.workers: list[str] = []
        self.n_settings = 0

    def nthreads(self) -> dict[str, int]:
        return self.threads

    def submit(
        self, _: Any, *arguments: Any, pure: bool, workers: Any = None, allow_other_workers: Any = 0
    ) -> _Future:
        assert not pure
        if workers is None:
            self.n_settings += 1
        else:
            assert allow_other_workers
            self.workers += workers
        return _Future(arguments[-1])

    def close(self, timeout: float) -> None:
        """Forget the futures."""


def test_chunks_are_dealt_evenly_and_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    client, n_taken, n_done = _Client(), 0, 0
    monkeypatch.setattr(dask_cluster, "_connected", lambda _: client)
    monkeypatch.setattr(dask_cluster, "_quiet", lambda: None)
    monkeypatch.setattr(dask_cluster, "_STEP", 0.0)
    library = SimpleNamespace(KilledWorker=KeyError, CancelledError=KeyError)
    monkeypatch.setitem(sys.modules, "distributed", library)

    def chunks() -> Iterator[Chunk]:
        nonlocal n_taken
        for number in range(12):
            n_taken += 1
            yield Chunk(number, "a.json", bytes([number]))

    with DaskCluster(ADDRESS) as cluster:
        for number, answer in cluster.answers(Agreement("tool", "/"), b"", chunks()):
            assert answer == bytes([number])
            n_done += 1
            # One that waits to be submitted, and two for each thread.
            assert n_taken - n_done <= 2 * sum(client.threads.values())
            client.threads = {"a": 1, "b": 2}
    assert (n_done, client.n_settings) == (12, 1)
    assert client.workers[:2] == ["a", "a"]
    assert client.workers[2:].count("b") > client.workers[2:].count("a")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("dask://node1:8786", "tcp://node1:8786"),
        ("dask://[::1]:80/", "tcp://[::1]:80"),
        ("tls://node1:8786", "tls://node1:8786"),
        ("tcp://node1:8786", None),
        ("dask://node1", None),
        ("dask://:8786", None),
        ("dask://node1:99999", None),
        ("dask://me@node1:1", None),
        ("dask://node1:1/path", None),
        ("node1:8786", None),
        ("", None),
    ],
)
def test_addresses(given: str, expected: str | None) -> None:
    found = ClusterAddress.parse(given)
    assert (found and found.dask) == expected


def _start(stack: ExitStack, *command: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start a process of Dask, which is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd="/",
        env=os.environ | variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


def _wait_for(*files: Path) -> None:
    while not all(file.exists() for file in files):
        time.sleep(0.05)


def _lint(folder: str, *arguments: str) -> tuple[int, str, dict[str, bytes]]:
    """Return exit code, messages and reports of a run in a process of its own."""
    outputs = [f"--output={name}={folder}/{name}" for name in FORMATS]
    done = subprocess.run(
        [sys.executable, "-m", "workflowkit", "lint", "--no-cache", *arguments, *outputs],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    reports = {name: Path(folder, name).read_bytes() for name in FORMATS}
    # The last line of the text ends with the duration.
    reports["text"] = reports["text"].rpartition(b", ")[0]
    return done.returncode, done.stderr, reports


def test_a_worker_that_is_killed_at_work_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real scheduler and two workers, of which one dies as it begins with its second chunk."""
    shutil.copytree(ROOT / "workflows", tmp_path / "catalog/workflows")
    shutil.copytree(ROOT / "routines", tmp_path / "catalog/routines")
    text = (ROOT / "workflows/classify-task.json").read_text("utf-8")
    _write_spoilt(tmp_path / "catalog/spoilt/workflows", text)
    monkeypatch.chdir(tmp_path / "catalog")
    file, ready = tmp_path / "scheduler.json", (tmp_path / "1", tmp_path / "2")
    with ExitStack() as stack:
        own = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))
        preload = str(Path(__file__).with_name("cluster_process.py"))
        alone = ("--no-nanny", "--nthreads", "1", "--preload", preload)
        worker = ("distributed.cli.dask_worker", *alone, *own)
        _start(stack, "distributed.cli.dask_scheduler", "--port", "0", *own)
        killed = _start(stack, *worker, WFK_READY=str(ready[0]), WFK_DIES="1")
        survivor = _start(stack, *worker, WFK_READY=str(ready[1]))
        expected = _lint("../here")
        _wait_for(file, *ready)
        address = json.loads(file.read_text("utf-8"))["address"].replace("tcp://", "dask://")
        assert _lint("../there", "--executor", address) == expected
        assert expected[0] == 1
        assert killed.wait(timeout=10) == -signal.SIGKILL
        assert survivor.poll() is None
