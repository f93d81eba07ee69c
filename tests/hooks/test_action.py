"""The GitHub Action and the GitLab template: valid by the published schemas, and their steps run as a runner runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.hooks.test_precommit import GOOD
from tests.hooks.test_precommit import _run as run

ROOT = Path(__file__).resolve().parents[2]
ACTION: Any = YAML(typ="safe").load((ROOT / "action.yml").read_text("utf-8"))
TEMPLATE: Any = YAML(typ="safe").load((ROOT / "templates" / "gitlab-ci.yml").read_text("utf-8"))
BIN = Path(sys.executable).parent
PYTHON = f"""#!/bin/sh
echo "$@" >> "$RUNNER_TEMP/calls"
if [ "$2" = venv ]; then
  mkdir -p "$3/bin"
  ln -sf {BIN}/wfk "$3/bin/wfk"
  cp "$0" "$3/bin/python"
fi
"""
"""A Python that records its calls; the virtual environment that it makes has the wfk of this checkout."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with one good workflow in a folder, and what a runner has beside it."""
    top = tmp_path / "repository"
    (top / "agents" / "workflows").mkdir(parents=True)
    (top / "agents" / "workflows" / "release.json").write_text(GOOD, "utf-8")
    (top / "agents" / "wfk.toml").write_text(
        'paths = ["workflows"]\n[lint]\nprofile = "core"\n', "utf-8"
    )
    for name in ("runner", "tools"):
        (tmp_path / name).mkdir()
    python = tmp_path / "tools" / "python3"
    python.write_text(PYTHON, "utf-8")
    python.chmod(0o755)
    run("git", "init", "--quiet", cwd=top)
    run("git", "add", "--all", cwd=top)
    run("git", "commit", "--quiet", "-m", "all", cwd=top)
    return top


def act(repository: Path, **inputs: str) -> tuple[int, str]:
    """Run the steps with *inputs*; return the exit code of the first that failed, and what they printed."""
    given = {name: each["default"] for name, each in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    failed, printed = 0, ""
    for step in ACTION["runs"]["steps"]:
        condition = step.get("if", "success()")
        if (failed and "!cancelled()" not in condition) or not holds(condition, given):
            continue
        runner = repository.parent / "runner"
        environment = {
            **os.environ,
            "PATH": f"{repository.parent / 'tools'}:/usr/local/bin:/usr/bin:/bin",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(runner / "output"),
            "GITHUB_STEP_SUMMARY": str(runner / "summary.md"),
            "GITHUB_WORKSPACE": str(repository),
            "RUNNER_TEMP": str(runner),
            **{name: filled(value, given) for name, value in step.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=repository / filled(step.get("working-directory", "."), given),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        printed += done.stdout + done.stderr
        failed = failed or done.returncode
    return failed, printed


def filled(text: str, inputs: dict[str, str]) -> str:
    """*text* with the values of its expressions."""
    text = text.replace("${{ github.action_path }}", str(ROOT))
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: inputs[match[1]], text)


def holds(condition: str, inputs: dict[str, str]) -> bool:
    """Whether the part of *condition* that is about inputs is true."""
    match = re.search(r"inputs\.([\w-]+) (==|!=) '(.*)'", condition)
    return match is None or (inputs[match[1]] == match[3]) == (match[2] == "==")


@pytest.mark.parametrize(
    ("schema", "path"),
    [("github-actions", "action.yml"), ("gitlab-ci", "templates/gitlab-ci.yml")],
)
def test_they_are_valid_by_the_published_schemas(schema: str, path: str) -> None:
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", path, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_every_input_is_described_and_used() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    for name, each in ACTION["inputs"].items():
        assert each["description"].endswith(".")
        assert f"inputs.{name} " in text
        assert f"| `{name}` |" in page


def test_no_input_is_part_of_a_script() -> None:
    assert [step["name"] for step in ACTION["runs"]["steps"] if "${{" in step["run"]] == []


def test_good_workflows_pass(repository: Path) -> None:
    code, printed = act(repository, working_directory="agents")
    assert (code, printed) == (0, "")
    calls = (repository.parent / "runner" / "calls").read_text().splitlines()
    assert calls[1] == f"-m pip install --quiet {ROOT}"
    summary = (repository.parent / "runner" / "summary.md").read_text()
    assert summary == "### wfk: 1 file, no findings\n"


def test_a_version_is_installed_from_the_registry(repository: Path) -> None:
    act(repository, version="0.1.0", working_directory="agents")
    calls = (repository.parent / "runner" / "calls").read_text().splitlines()
    assert calls[1] == "-m pip install --quiet workflowkit==0.1.0"


def test_findings_fail_are_annotated_and_written_as_sarif(repository: Path) -> None:
    path = repository / "agents" / "workflows" / "release.json"
    path.write_text(GOOD.replace('"title": "Build", ', ""), "utf-8")
    code, printed = act(repository, working_directory="agents", sarif="wfk.sarif")
    assert code == 1
    assert printed.startswith("::error file=agents/workflows/release.json,line=9,")
    assert (repository.parent / "runner" / "output").read_text() == "sarif=agents/wfk.sarif\n"
    log = json.loads((repository / "agents" / "wfk.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["S001"]
    assert "| error |" in (repository.parent / "runner" / "summary.md").read_text()


def test_paths_and_options_are_taken_line_by_line(repository: Path) -> None:
    path = repository / "agents" / "workflows" / "$(touch hacked) it.json"
    path.write_text("{", "utf-8")
    paths = "workflows/release.json\n\nworkflows/$(touch hacked) it.json\n"
    code, printed = act(
        repository, working_directory="agents", paths=paths, args="--max-findings\n0\n"
    )
    assert (code, printed) == (1, "")
    code, printed = act(repository, working_directory="agents", paths=paths)
    assert "file=agents/workflows/$(touch hacked) it.json," in printed
    assert not list(repository.rglob("hacked"))


def test_a_change_is_linted_alone_and_what_it_breaks_is_reported(repository: Path) -> None:
    given = {"working_directory": "agents", "changed_since": "HEAD", "breaking_against": "HEAD"}
    code, printed = act(repository, **given)
    assert (code, printed.splitlines()[0][:15]) == (0, "nothing to lint")
    path = repository / "agents" / "workflows" / "release.json"
    path.write_text(GOOD.replace('"id": "build"', '"id": "make"'), "utf-8")
    code, printed = act(repository, **given)
    assert code == 1
    assert "title=Z102 renamed-step::" in printed


def test_outdated_output_fails(repository: Path) -> None:
    code, printed = act(repository, working_directory="agents", compile_check="true")
    assert code == 1
    assert "missing: " in printed


def test_the_job_of_gitlab_writes_the_reports_that_it_publishes(repository: Path) -> None:
    job = TEMPLATE["wfk"]
    (script,) = job["script"]
    path = repository / "agents" / "workflows" / "release.json"
    path.write_text(GOOD.replace('"title": "Build", ', ""), "utf-8")
    environment = {**os.environ, **job["variables"], "PATH": f"{BIN}:/usr/bin:/bin"}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=repository / "agents",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    for name in job["artifacts"]["reports"].values():
        assert (repository / "agents" / name).stat().st_size > 100
