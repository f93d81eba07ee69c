"""Reading commits without a checkout, and without the programs that a repository names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from workflowkit.errors import UsageError, WorkflowkitError
from workflowkit.run import git, git_index


def _git(repository: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(repository), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One commit with a file in a folder, a link, an executable and a file that nobody asks for."""
    top = tmp_path / "repository"
    (top / "workflows").mkdir(parents=True)
    _git(tmp_path, "init", "-q", "-b", "main", str(top))
    (top / "workflows/föö.json").write_bytes(b"{}\n")
    (top / "workflows/run.json").write_bytes(b"[1]\n")
    (top / "workflows/run.json").chmod(0o755)
    (top / "workflows/link.json").symlink_to("run.json")
    (top / "notes.txt").write_text("no\n")
    _git(top, "add", "-A")
    _git(top, "commit", "-q", "-m", "first")
    return top


def _is_json(path: str) -> bool:
    return path.endswith(".json")


def test_the_regular_files_of_a_commit(repository: Path) -> None:
    commit = git.require_commit(repository, "main")
    (repository / "workflows/run.json").write_bytes(b"changed")
    assert git.files_at(repository, commit, _is_json) == {
        "workflows/föö.json": b"{}\n",
        "workflows/run.json": b"[1]\n",
    }


def test_a_small_repository_with_many_large_files_is_not_read(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        (repository / f"workflows/{number}.json").write_bytes(b" " * 1_000)
    _git(repository, "add", "-A")
    _git(repository, "commit", "-q", "-m", "large")
    commit = git.require_commit(repository, "HEAD")
    assert len(git.files_at(repository, commit, _is_json)) == 7
    monkeypatch.setattr(git, "MAX_TOTAL", 4_000)
    with pytest.raises(WorkflowkitError, match=f"the files of commit {commit[:12]} have"):
        git.files_at(repository, commit, _is_json)


def test_a_commit_is_extracted_into_a_folder_that_goes_away(repository: Path) -> None:
    commit = git.require_commit(repository, "HEAD")
    with git.extracted(repository, commit, _is_json) as folder:
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
        assert found == {"workflows/föö.json", "workflows/run.json"}
    assert not folder.exists()
    assert _git(repository, "status", "--porcelain") == ""


@pytest.mark.parametrize("ref", ["", "--output=x", "-h", "nothing", "HEAD:workflows"])
def test_a_ref_that_names_no_commit(repository: Path, ref: str) -> None:
    assert git.commit_of(repository, ref) is None
    with pytest.raises(UsageError, match="no such commit"):
        git.require_commit(repository, ref)


def test_changed_files_are_the_edited_removed_staged_and_new_ones(repository: Path) -> None:
    commit = git.require_commit(repository, "HEAD")
    assert git_index.changed_since(repository, commit, _is_json) == ()
    (repository / "workflows/run.json").write_bytes(b"[1]\r\n")
    assert git_index.changed_since(repository, commit, _is_json) == ()
    (repository / "workflows/run.json").write_bytes(b"[2]\n")
    (repository / "workflows/föö.json").unlink()
    (repository / "new.json").write_bytes(b"{}")
    (repository / "staged.json").write_bytes(b"{}")
    (repository / "new.txt").write_bytes(b"")
    _git(repository, "add", "staged.json")
    assert git_index.changed_since(repository / "workflows", commit, _is_json) == (
        "new.json",
        "staged.json",
        "workflows/föö.json",
        "workflows/run.json",
    )
    assert git.staged(repository / "workflows") == ("staged.json",)


def test_no_filter_of_the_repository_runs(repository: Path, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    (repository / ".gitattributes").write_text("*.json filter=spy\n")
    for name in ("clean", "smudge"):
        _git(repository, "config", f"filter.spy.{name}", f"touch {proof}; cat")
    (repository / "workflows/run.json").write_bytes(b"[3]\n")
    commit = git.require_commit(repository, "HEAD")
    assert git_index.changed_since(repository, commit, _is_json) == ("workflows/run.json",)
    with git.extracted(repository, commit, _is_json):
        pass
    assert git.staged(repository) == ()
    assert not proof.exists()


def test_a_missing_object_is_an_error(repository: Path) -> None:
    commit = git.require_commit(repository, "HEAD")
    blob = _git(repository, "rev-parse", "HEAD:workflows/run.json")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(WorkflowkitError, match="lacks the object"):
        git.files_at(repository, commit, _is_json)


def test_a_folder_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a git repository"):
        git.top_folder(tmp_path)
