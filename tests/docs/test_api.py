"""docs/api.md: its blocks run in order and are typed, and its tables name every field of the results."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

import workflowkit
import workflowkit.api
from workflowkit.catalog.build import Build
from workflowkit.compiler.pipeline import Compilation
from workflowkit.diagnostics import Diagnostic, Finding
from workflowkit.errors import UsageError
from workflowkit.report.result import Result
from workflowkit.simulation.coverage import WorkflowCoverage
from workflowkit.simulation.explore import Exploration
from workflowkit.simulation.play import StepAnswer
from workflowkit.simulation.runs import SimulatedRun, Turn

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PROGRAM = "\n".join(BLOCKS)
CACHE = ROOT / ".mypy_cache" / "docs"  # Apart from that of the project, whose settings differ.
RESULTS = (
    Result,
    Diagnostic,
    Finding,
    Compilation,
    Build,
    StepAnswer,
    Turn,
    SimulatedRun,
    Exploration,
    WorkflowCoverage,
)


def test_the_blocks_run_in_order(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    # The first block of findings, and the last line: what the page lets readers expect.
    assert done.stdout.startswith("workflows/release.json 7 S002 unknown key 'agentrole'\n")


def test_the_blocks_are_typed(tmp_path: Path) -> None:
    program = tmp_path / "page.py"
    program.write_text(PROGRAM, "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            f"--cache-dir={CACHE}",
            program,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", RESULTS, ids=lambda kind: kind.__name__)
def test_the_tables_name_every_public_field(kind: type) -> None:
    listed = list(_listed(kind.__name__))
    assert sorted(listed) == sorted(_fields(kind))


def _listed(name: str) -> Iterator[str]:
    """The names in the first column of the table of the class called *name*."""
    table = PAGE.split(f"\n`{name}`:\n\n")[1].split("\n\n")[0]
    for row in table.splitlines()[2:]:
        yield from re.findall(r"`(\w+)`", row.split(" | ")[0])


def _fields(kind: type) -> Iterator[str]:
    """Attributes and properties of *kind*, as its source states them."""
    source = Path(sys.modules[kind.__module__].__file__ or "").read_text("utf-8")
    (node,) = (
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    )
    for entry in node.body:
        if isinstance(entry, ast.AnnAssign) and isinstance(entry.target, ast.Name):
            name = entry.target.id
        elif isinstance(entry, ast.FunctionDef) and entry.decorator_list:
            name = entry.name
        else:
            continue
        if not name.startswith("_"):
            yield name


def test_the_package_lists_what_it_exports() -> None:
    assert dir(workflowkit) == sorted(workflowkit.__all__)
    assert set(workflowkit.__all__) == {*workflowkit.api.__all__, "__version__"}
    for name in workflowkit.__all__:
        assert getattr(workflowkit, name) is not None


def test_the_version_is_that_of_the_distribution() -> None:
    assert workflowkit.__version__ == metadata.version("workflowkit")


@pytest.mark.parametrize("before", ["", "import workflowkit.lint.rules; "], ids=["", "rules first"])
def test_linting_works_twice_with_text_and_path(before: str, tmp_path: Path) -> None:
    (tmp_path / "release.json").write_text('{"id": "acme.release"', "utf-8")
    program = (
        f"import workflowkit; {before}from pathlib import Path; "
        "print([len(workflowkit.lint(paths).shown) for paths in "
        "('release.json', Path('release.json'), ['release.json'], [Path('release.json')])])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[1, 1, 1, 1]\n", "")


@pytest.mark.parametrize("choice", [{"select": ["promt-length"]}, {"ignore": ["zzz"]}])
def test_an_unknown_rule_is_an_error(choice: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError, match="unknown rule"):
        workflowkit.lint([], **choice)


def test_projects_take_one_path_as_well(tmp_path: Path) -> None:
    path = tmp_path / "workflows" / "release.json"
    path.parent.mkdir()
    path.write_text('{"steps": []}', "utf-8")
    (document,) = workflowkit.Project.load(str(path)).documents
    assert Path(document.path).name == "release.json"
    assert len(workflowkit.ProjectGroup.load(path).projects) == 1
