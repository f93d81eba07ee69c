"""Logs and repositories that come from anywhere: nothing of them is run, and nothing stops the other logs."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.test_sessions_command import completed, run, session_folder, text

PAYLOAD = "#!/bin/sh\ntouch '{mark}'\nexit 1\n"


def _git(repo: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    command = ["git", *identity, "-C", str(repo), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Path, Path, list[str]]:
    """A partial clone without the blob of its second commit; the file that its program makes when it is run; the commits."""
    repo, program, mark = tmp_path / "repo", tmp_path / "program.sh", tmp_path / "was-run"
    repo.mkdir()
    program.write_text(PAYLOAD.format(mark=mark))
    program.chmod(0o755)
    _git(repo, "init", "-q")
    commits: list[str] = []
    for content in ("one\n", "two\n"):
        (repo / "a.txt").write_text(content)
        _git(repo, "add", ".")
        _git(repo, "commit", "-q", "-m", content)
        commits.append(_git(repo, "rev-parse", "HEAD"))
    blob = _git(repo, "rev-parse", "HEAD:a.txt")
    os.unlink(repo / ".git/objects" / blob[:2] / blob[2:])
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "core.fsmonitor": str(program),
        "core.alternateRefsCommand": str(program),
        "core.pager": str(program),
        "core.askPass": str(program),
        "credential.helper": str(program),
        "diff.external": str(program),
        "diff.submodule": "log",
        "uploadpack.packObjectsHook": str(program),
    }.items():
        _git(repo, "config", name, value)
    (repo / ".git/hooks").mkdir(exist_ok=True)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        (repo / ".git/hooks" / hook).write_text(PAYLOAD.format(mark=mark))
        (repo / ".git/hooks" / hook).chmod(0o755)
    return repo, mark, commits


@pytest.mark.parametrize(
    "settings",
    [
        {"remote.origin.url": "ssh://example.invalid/x", "core.sshCommand": "PROGRAM"},
        {"remote.origin.url": "example.invalid:x", "core.sshCommand": "PROGRAM"},
        {"remote.origin.url": "ext::PROGRAM"},
        {"remote.origin.url": "git://example.invalid/x", "core.gitProxy": "PROGRAM"},
        {"remote.origin.url": ".", "remote.origin.uploadpack": "PROGRAM"},
        {"remote.origin.url": "file://REPO", "remote.origin.uploadpack": "PROGRAM"},
    ],
    ids=str,
)
def test_no_program_that_a_repository_names_is_run(
    hostile: tuple[Path, Path, list[str]], settings: dict[str, str], tmp_path: Path
) -> None:
    repo, mark, commits = hostile
    for name, value in settings.items():
        text_ = value.replace("PROGRAM", str(tmp_path / "program.sh")).replace("REPO", str(repo))
        _git(repo, "config", name, text_)
    log = tmp_path / "log.jsonl"
    first, second = commits
    log.write_text(text(completed(startGitSha=first, endGitSha=second)))
    result = run(log, "--repo", repo)
    assert result.exit_code == 0
    assert "git cannot compare" in result.output
    assert not mark.exists()
    # The same difference, without protection, does run it: the repository is as hostile as it should be.
    subprocess.run(
        ["git", "-C", str(repo), "diff", "--numstat", f"{first}..{second}"],
        capture_output=True, check=False, timeout=600,
        env={name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    )  # fmt: skip
    assert mark.exists()


def test_a_repository_in_order_is_still_compared(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    commits: list[str] = []
    for content in ("one\n", "one\ntwo\n"):
        (tmp_path / "a.txt").write_text(content)
        _git(tmp_path, "add", "a.txt")
        _git(tmp_path, "commit", "-q", "-m", content)
        commits.append(_git(tmp_path, "rev-parse", "HEAD"))
    log = tmp_path / "log.jsonl"
    log.write_text(text(completed(startGitSha=commits[0], endGitSha=commits[1])))
    result = run(log, "--repo", tmp_path, "--format", "csv")
    (row,) = csv.DictReader(StringIO(result.stdout))
    assert (row["git_lines_added"], row["git_files_changed"]) == ("1", "1")


def test_a_log_that_cannot_be_read_is_told_and_the_others_are_counted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_text(text(completed("s2")))
    result = run(tmp_path, "--format", "json")
    assert result.exit_code == 3
    assert result.stderr == f"{tmp_path}/a.jsonl: it is no regular file\n"
    assert [item["session"] for item in json.loads(result.stdout)["sessions"]] == ["s2"]


def test_a_segment_path_that_no_file_can_have_is_a_problem(tmp_path: Path) -> None:
    session_folder(tmp_path / "one", completed("s1"))
    path = tmp_path / "one/manifest.jsonl"
    path.write_text(path.read_text().replace("events/00000001", "events/\\ud800"))
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "no file can have this name" in result.stderr


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    log = tmp_path / "log.jsonl"
    events = completed(f"{start}cmd|'/c calc'!A1", {"metrics_lines_added": -5})
    log.write_text(text(events))
    (row,) = csv.DictReader(StringIO(run(log, "--format", "csv").stdout))
    assert row["session"] == f"'{start}cmd|'/c calc'!A1"
    assert row["agent_reported_lines_added"] == "-5"
