"""The hooks, run by the real pre-commit on a throw-away repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
GOOD = """{
  "id": "acme.release",
  "name": "Release",
  "description": "Use this to cut a release.",
  "version": "1.0.0",
  "metricsProfile": "none",
  "about": "Cuts one release.",
  "steps": [
    {"id": "build", "title": "Build", "prompt": "Build the release from the tag that I name."}
  ]
}
"""


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
    }  # fmt: skip
    return subprocess.run(
        command, cwd=cwd, env=environment, text=True, capture_output=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with one good workflow and the hooks taken from this checkout.

    The hooks run with the `wfk` that is installed here (`language: system`), so that the test needs no network.
    """
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    local = hooks.replace("language: python", "language: system")
    indented = "\n".join(f"      {line}".rstrip() for line in local.splitlines())
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: local\n    hooks:\n{indented}\n", "utf-8"
    )
    (tmp_path / "workflows").mkdir()
    (tmp_path / "workflows" / "release.json").write_text(GOOD, "utf-8")
    (tmp_path / "wfk.toml").write_text('paths = ["workflows"]\n[lint]\nprofile = "core"\n', "utf-8")
    _run("git", "init", "--quiet", cwd=tmp_path)
    _run("git", "add", "--all", cwd=tmp_path)
    return tmp_path


def test_every_hook_passes_on_a_good_repository(repository: Path) -> None:
    assert _run("wfk", "fmt", "workflows", cwd=repository).returncode == 0
    assert _run("wfk", "compile", cwd=repository).returncode == 0
    _run("git", "add", "--all", cwd=repository)
    _run("git", "commit", "--quiet", "--no-verify", "-m", "all", cwd=repository)
    done = _run("pre-commit", "run", "--all-files", cwd=repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 5


def test_the_lint_hook_stops_a_broken_workflow_and_says_where(repository: Path) -> None:
    path = repository / "workflows" / "release.json"
    path.write_text(GOOD.replace('"title": "Build", ', ""), "utf-8")
    done = _run("pre-commit", "run", "wfk-lint", "--all-files", cwd=repository)
    assert done.returncode == 1
    assert "workflows/release.json:9:" in done.stdout


def test_the_lint_hook_takes_no_file_name_for_an_option(repository: Path) -> None:
    (hook, *_) = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repository / "--quiet.json").write_text("{", "utf-8")
    done = _run(*hook["entry"].split(), *hook["args"], "--quiet.json", cwd=repository)
    assert done.returncode == 1
    assert "--> --quiet.json:1:2" in done.stdout


def test_the_check_hook_stops_outdated_output_and_names_the_mending_command(
    repository: Path,
) -> None:
    _run("wfk", "compile", cwd=repository)
    path = repository / "workflows" / "release.json"
    path.write_text(GOOD.replace("the tag", "the branch"), "utf-8")
    _run("git", "add", "--all", cwd=repository)
    done = _run("pre-commit", "run", "wfk-compile-check", "--all-files", cwd=repository)
    assert done.returncode == 1
    assert "changed: dist/workflows/acme.release.json" in done.stdout
    assert "wfk compile" in done.stdout


def test_the_staged_hook_takes_the_users_of_a_changed_routine(repository: Path) -> None:
    call = {"templateCall": {"templateId": "wr.templates.routine.sweep"}}
    flow = {**json.loads(GOOD), "steps": [{"id": "sweep", "title": "Sweep", **call}]}
    routine = {**json.loads(GOOD), "id": "wr.routine-sweep"}
    (repository / "routines").mkdir()
    (repository / "routines" / "sweep.json").write_text(json.dumps(routine), "utf-8")
    (repository / "workflows" / "release.json").write_text(json.dumps(flow), "utf-8")
    with open(repository / "wfk.toml", "r+", encoding="utf-8") as stream:
        text = stream.read()
        stream.seek(0)
        stream.write(f'routines = ["routines"]\n{text}')
    _run("git", "add", "--all", cwd=repository)
    _run("git", "commit", "--quiet", "--no-verify", "-m", "all", cwd=repository)
    _run("git", "rm", "--quiet", "routines/sweep.json", cwd=repository)
    (repository / "routines").mkdir(exist_ok=True)
    done = _run("pre-commit", "run", "wfk-lint-staged", cwd=repository)
    assert done.returncode == 1
    assert "unknown-template" in done.stdout or "workflows/release.json:1:" in done.stdout


def test_the_format_hook_formats_and_the_breaking_hook_reports(repository: Path) -> None:
    _run("git", "commit", "--quiet", "--no-verify", "-m", "all", cwd=repository)
    path = repository / "workflows" / "release.json"
    path.write_text(GOOD.replace('{"id": "build"', '{"id":   "make"'), "utf-8")
    _run("git", "add", "--all", cwd=repository)
    done = _run("pre-commit", "run", "wfk-breaking", cwd=repository)
    assert done.returncode == 1
    assert "renamed-step" in done.stdout
    done = _run("pre-commit", "run", "wfk-fmt", cwd=repository)
    assert done.returncode == 1
    assert '"id": "make"' in path.read_text("utf-8")


def test_the_steps_of_the_documented_job_run(repository: Path) -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    steps = [line.partition("- run: ")[2] for line in text.splitlines() if "- run: wfk" in line]
    assert [step.split()[1] for step in steps] == ["lint", "compile", "check", "test"]
    assert _run("wfk", "compile", cwd=repository).returncode == 0
    proposed = _run("wfk", "scenarios", "propose", "workflows/release.json", cwd=repository)
    assert proposed.returncode == 0, proposed.stdout + proposed.stderr
    for step in steps:
        done = _run(*step.split(), cwd=repository)
        assert done.returncode == 0, step + done.stdout + done.stderr


def test_the_hook_that_init_writes_passes_thirty_old_files_and_stops_the_next_error(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "workflows"
    folder.mkdir()
    for number in range(30):
        old = {**json.loads(GOOD), "id": f"acme.old-{number}", "owner": "me"}
        (folder / f"old-{number}.json").write_text(json.dumps(old, indent=2), "utf-8")
    _run("git", "init", "--quiet", cwd=tmp_path)
    assert _run("wfk", "lint", cwd=tmp_path).returncode == 1

    assert _run("wfk", "init", cwd=tmp_path).returncode == 0
    assert _run("wfk", "lint", "--write-baseline", cwd=tmp_path).returncode == 0
    _take_hooks_from_here(tmp_path / ".pre-commit-config.yaml")
    assert _run("pre-commit", "install", cwd=tmp_path).returncode == 0
    _run("git", "add", "--all", cwd=tmp_path)
    done = _run("git", "commit", "-m", "Lint workflows", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout + done.stderr

    path = folder / "old-7.json"
    good = path.read_text("utf-8")
    path.write_text(good.replace('"title"', '"titel"'), "utf-8")
    done = _run("git", "commit", "--all", "-m", "A new error", cwd=tmp_path)
    assert done.returncode == 1
    assert "unknown key 'titel'" in done.stdout + done.stderr
    path.write_text(good.replace("Build the release", "Build one release"), "utf-8")
    assert _run("git", "commit", "--all", "-m", "No error", cwd=tmp_path).returncode == 0


def _take_hooks_from_here(configuration: Path) -> None:
    """Let the hooks that `wfk init` wrote run with the `wfk` that is installed here, so that the test needs no network."""
    yaml = YAML(typ="safe")
    written = yaml.load(configuration.read_text("utf-8"))
    known = {
        hook["id"]: hook for hook in yaml.load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    }
    (repo,) = written["repos"]
    hooks = [{**known[hook["id"]], **hook, "language": "system"} for hook in repo["hooks"]]
    configuration.write_text(
        json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}), encoding="utf-8"
    )
