"""What scripts/new_rule.py writes is a rule that works, whatever it checks: tried in a copy of the project."""

from __future__ import annotations

import ast
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflowkit.diagnostics import Severity

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("docs", "routines", "scripts", "spec", "tests", "workflowkit", "workflows")
NEW_RULE: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "new_rule.py"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project."""
    copy = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__", "__snapshots__", "vectors")
    for name in NEEDED:
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def _run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(project)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _unfinished(project: Path) -> list[str]:
    """Return the rules with a text that still is, or begins with, what the script writes for an author to replace, and the cases that still are those of the script."""
    files = sorted((project / "workflowkit/lint/rules").rglob("*.py"))
    rules = [path.stem for path in files if any(map(_is_placeholder, _lines(path)))]
    return rules + [path.parent.name for path in project.glob("tests/rules/*/todo_is_reported.*")]


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of the texts in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.splitlines()


def _is_placeholder(line: str) -> bool:
    word = NEW_RULE["PLACEHOLDER"]
    return line.strip() == word or line.strip().startswith(f"{word}:")


def test_no_rule_is_left_as_the_script_wrote_it() -> None:
    assert _unfinished(ROOT) == []
    assert NEW_RULE["PLACEHOLDER"] not in (ROOT / NEW_RULE["AUTHORING_RULES"]).read_text("utf-8")


def test_every_new_rule_works_and_is_registered_in_one_run(project: Path) -> None:
    first, *others = NEW_RULE["SKELETONS"]
    for subject in others:
        group = "triggers" if subject.startswith("Trigger") else "loops"
        name = f"missing_{subject.lower()}_word"
        request = NEW_RULE["Request"](group, name, subject, Severity.WARNING, "items-are-used")
        NEW_RULE["write"](project, request)
    options = ["--subject", first, "--authoring-rule", "items-are-used"]
    done = _run(project, "scripts/new_rule.py", "loops", "missing_first_word", *options)
    assert done.returncode == 0, done.stderr
    new = [f"missing_{subject.lower()}_word" for subject in others] + ["missing_first_word"]
    assert sorted(_unfinished(project)) == sorted(2 * new)
    assert _run(project, "scripts/generate.py", "--check").stdout == ""
    tests = [f"tests/lint/test_{name}.py" for name in ("rule_cases", "rule_docs", "registry")]
    checked = _run(project, "-m", "pytest", "-q", "-k", "missing and word or code", *tests)
    assert checked.returncode == 0, checked.stdout
    style = _run(project, "-m", "ruff", "format", "--check", "workflowkit/lint/rules")
    assert style.returncode == 0, style.stdout


@pytest.mark.parametrize(
    ("group", "name", "authoring_rule", "reason"),
    [
        ("lops", "missing_word", "", "no group is called 'lops'"),
        ("loops", "Missing_Word", "", "'Missing_Word' is not a name of lowercase words"),
        ("loops", "unused_loop_item", "", "there is a rule called 'unused-loop-item' already"),
        ("loops", "missing_word", "", "name the rule for authors that it checks"),
        ("loops", "missing_word", "no-such-rule", "no authoring rule is called 'no-such-rule'"),
        ("triggers", "missing_word", "", ""),
    ],
)
def test_what_cannot_be_written_is_refused(
    group: str, name: str, authoring_rule: str, reason: str
) -> None:
    request = NEW_RULE["Request"](group, name, "Step", Severity.WARNING, authoring_rule)
    found = NEW_RULE["obstacle"](ROOT, request)
    assert found.startswith(reason)
    assert bool(found) == bool(reason)
