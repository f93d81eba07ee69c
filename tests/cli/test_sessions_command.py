from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from workflowkit.cli.commands.sessions import sessions
from workflowkit.errors import UsageError


def event(
    index: int, kind: str, data: dict[str, Any], session: str = "s1", **more: Any
) -> dict[str, Any]:
    return {
        "kind": kind,
        "sessionId": session,
        "eventIndex": index,
        "scope": {"runId": "r", "nodeId": "n"},
        "data": data,
        **more,
    }


def completed(
    session: str = "s1", context: dict[str, Any] | None = None, **completion: str
) -> list[dict[str, Any]]:
    return [
        event(0, "run_started", {"workflowId": "wf.release"}, session),
        event(1, "context_set", {"context": context or {}}, session),
        event(2, "run_completed", completion, session),
    ]


def text(events: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(item) + "\n" for item in events)


def run(*arguments: Path | str) -> Any:
    return CliRunner().invoke(sessions, ["metrics", *map(str, arguments)])


def as_json(*arguments: Path | str) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def session_folder(folder: Path, events: list[dict[str, Any]]) -> Path:
    """A session as the engine stores it, one segment per event."""
    (folder / "events").mkdir(parents=True)
    records = []
    for item in events:
        content, index = text([item]).encode(), item["eventIndex"]
        name = f"events/{index:08}-{index:08}.jsonl"
        (folder / name).write_bytes(content)
        records.append(
            {
                "kind": "segment_closed",
                "manifestIndex": index,
                "segmentRelPath": name,
                "firstEventIndex": index,
                "lastEventIndex": index,
                "sha256": "sha256:" + hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
            }
        )
    (folder / "manifest.jsonl").write_text(text(records))
    return folder


def test_a_log_is_shown_as_a_table_that_ends_with_a_summary(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(text(completed(context={"metrics_outcome": "success"})))
    result = run(log)
    assert result.exit_code == 0
    assert "wf.release" in result.stdout
    assert result.stdout.endswith("\n1 session, 1 completed, 0 problems\n")
    assert result.stderr == ""


def test_totals_alone_can_be_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(text(completed()))
    assert (
        run(log, "--totals", "--format", "csv")
        .stdout.splitlines()[1]
        .startswith("wf.release,1,1,0")
    )
    assert "s1" not in run(log, "--totals").stdout


def test_a_problem_is_told_with_file_and_line_and_does_not_stop_the_reading(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("nonsense\n" + text(completed()))
    result = run(log)
    assert result.exit_code == 0
    assert result.stderr == f"{log}:1: found 'nonsense' where a value was expected\n"
    assert "1 session, 1 completed, 1 problem" in result.stdout
    assert run(log, "--strict").exit_code == 1


def test_a_flood_of_problems_is_counted_not_printed(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("x\n" * 500)
    lines = run(log).stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == f"{log}: 480 more problems"


def test_sessions_are_found_in_every_folder_of_the_store(tmp_path: Path) -> None:
    store = tmp_path / "sessions"
    folder = session_folder(store / "s1", completed("s1"))
    session_folder(store / "s2", completed("s2"))
    (folder / "events" / "stray.jsonl").write_text("not part of the log")
    for path, expected in [
        (tmp_path, ["s1", "s2"]),
        (store, ["s1", "s2"]),
        (folder, ["s1"]),
        (folder / "manifest.jsonl", ["s1"]),
        (folder / "events", ["s1"]),
    ]:
        if path.name == "events":
            (path / "stray.jsonl").unlink()
        found = as_json(path)
        assert sorted({item["session"] for item in found["sessions"]}) == expected
        assert found["problems"] == 0


def test_a_segment_that_was_changed_or_removed_is_a_problem(tmp_path: Path) -> None:
    folder = session_folder(tmp_path / "s1", completed())
    changed, removed = (folder / f"events/0000000{i}-0000000{i}.jsonl" for i in (0, 1))
    changed.write_text(changed.read_text().replace("wf.release", "wf.relaese"))
    removed.unlink()
    result = run(folder)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f"{changed}: the segment differs from the digest in the manifest",
        f"{removed}: the segment cannot be read ({removed}: no such file or directory)",
        f"{folder}/events/00000002-00000002.jsonl:1: the event has index 2 where 1 follows",
    ]


def test_a_log_may_be_one_array(tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    log.write_text("[\n" + ",\n".join(map(json.dumps, [*completed(), 3])) + "\n]")
    result = run(log)
    assert "1 session, 1 completed, 1 problem" in result.stdout
    assert result.stderr == f"{log}:5: the line is JSON but not an object\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1,]", "a comma is before the closing bracket"),
        ("{}", "the file is not an array of events"),
    ],
)
def test_a_json_file_without_an_array_is_a_problem(
    tmp_path: Path, content: str, message: str
) -> None:
    log = tmp_path / "log.json"
    log.write_text(content)
    assert run(log).stderr == f"{log}:1: {message}\n"


def test_a_path_without_a_log_is_an_error_of_usage(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path / "missing").exception, UsageError)
    assert isinstance(run(tmp_path).exception, UsageError)
    assert run().exit_code == 2


def git(repo: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(repo), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q")
    for content in ("one\ntwo\n", "one\n2\n3\n"):
        (folder / "a.txt").write_text(content)
        git(folder, "add", "a.txt")
        git(folder, "commit", "-q", "-m", "change")
    return folder


def test_git_gives_the_authoritative_figures(tmp_path: Path, repo: Path) -> None:
    start, end = git(repo, "rev-parse", "HEAD^"), git(repo, "rev-parse", "HEAD")
    log = tmp_path / "log.jsonl"
    context = {"metrics_files_changed": 1, "metrics_lines_added": 9}
    log.write_text(text(completed(context=context, startGitSha=start, endGitSha=end)))
    assert as_json(log, "--repo", repo)["sessions"][0]["git"] == {
        "filesChanged": 1,
        "linesAdded": 2,
        "linesRemoved": 1,
        "disagreements": ["linesAdded"],
    }
    assert run(log, "--repo", repo, "--strict").exit_code == 1


def test_a_commit_that_the_repository_lacks_is_a_problem(tmp_path: Path, repo: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(text(completed(startGitSha="a" * 40, endGitSha="b" * 40)))
    result = run(log, "--repo", repo)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{log}: git cannot compare {'a' * 40}..{'b' * 40} (fatal: ")


def test_a_folder_without_a_repository_is_an_error_of_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    log = tmp_path / "log.jsonl"
    log.write_text(text(completed()))
    result = run(log, "--repo", tmp_path)
    assert isinstance(result.exception, UsageError)
    assert result.exception.message == f"not a git repository: {tmp_path}"


def test_malformed_figures_are_reported_once(tmp_path: Path) -> None:
    reported = {
        "metrics_outcome": "Success! all done",
        "metrics_pr_numbers": ["12"],
        "metrics_files_changed": "3",
        "metrics_lines_added": -1.5,
        "metrics": {"outcome": "success"},
    }
    events = completed(context=reported)
    repeated = event(3, "context_set", {"context": reported})
    log = tmp_path / "log.jsonl"
    log.write_text(text([*events, repeated]))
    result = run(log, "--strict")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{log}:2: 'metrics_outcome' is 'Success! all done'; expected one of success, partial, abandoned, error",
        f"{log}:2: 'metrics_pr_numbers' is [\"12\"]; expected a list of numbers",
        f"{log}:2: 'metrics_files_changed' is \"3\"; expected a whole number".replace('"', "'"),
        f"{log}:2: 'metrics_lines_added' is -1.5; expected a whole number",
        f"{log}:2: 'metrics' is {{\"outcome\": \"success\"}}; expected flat keys such as 'metrics_outcome'",
    ]
    assert "5 problems" in result.stdout


def test_figures_of_the_right_form_are_no_problem(tmp_path: Path) -> None:
    reported = {
        "metrics_outcome": "partial",
        "metrics_pr_numbers": [12, 13.0],
        "metrics_commit_shas": ["a1"],
        "metrics_files_changed": 0,
        "metrics_lines_added": None,
    }
    log = tmp_path / "log.jsonl"
    log.write_text(text(completed(context=reported)))
    result = run(log, "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
