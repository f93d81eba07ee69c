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


@pytest.mark.skipif(
    int(metadata.version("pathspec").partition(".")[0]) < 1, reason="mypy needs a newer pathspec"
)
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


NO_PATHS = [None, b"x", 3, [None], [b"x"], {"workflows": 1}, "a\0b", ["a\0b"], "", [""]]


@pytest.mark.parametrize("paths", NO_PATHS, ids=repr)
def test_what_is_no_path_is_a_usage_error(paths: object) -> None:
    for call in (workflowkit.lint, workflowkit.Project.load, workflowkit.ProjectGroup.load):
        with pytest.raises(UsageError, match="'paths' has"):
            call(paths)


def test_options_take_one_folder_or_several_as_text_or_path() -> None:
    assert workflowkit.Options(routines="routines").routines == ("routines",)
    assert workflowkit.Options(routines=Path("routines")).routines == ("routines",)
    assert workflowkit.Options(routines=["a", Path("b")]).routines == ("a", "b")
    assert workflowkit.Options(spec=Path("spec")).spec == "spec"


@pytest.mark.parametrize(
    "given",
    [{"routines": None}, {"routines": [3]}, {"engine": 3.68}, {"engine": ""}, {"spec": b"x"}],
)
def test_invalid_options_are_a_usage_error(given: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=f"'{next(iter(given))}' has"):
        workflowkit.Options(**given)


def test_one_selector_may_be_given_as_text(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    path.write_text('{"id": "acme.release", "steps": []}', "utf-8")
    alone = workflowkit.lint(path, select="S001")
    assert alone.shown == workflowkit.lint(path, select=["S001"]).shown
    assert {diagnostic.code for diagnostic in alone.shown} == {"S001"}
    with pytest.raises(UsageError, match="'select' has"):
        workflowkit.lint(path, select=None)


def _cycle() -> object:
    value: dict[str, object] = {}
    value["self"] = value
    return value


FOREIGN = [
    ({1: 2}, "the key 1"),
    ({"steps": [{None: 1}]}, "the key None, which is no text, at steps[0]"),
    ({"id": {1}}, "a set at id"),
    ({"steps": ()}, "a tuple at steps"),
    (object(), "a object"),
    ({"version": 10**5000}, "a number at version that is too large"),
    (_cycle(), "nested more than 400 levels"),
]


@pytest.mark.parametrize(("value", "reason"), FOREIGN, ids=[reason for _, reason in FOREIGN])
def test_a_value_that_is_not_parsed_json_is_a_usage_error(value: object, reason: str) -> None:
    with pytest.raises(UsageError, match=re.escape(reason)):
        workflowkit.compile_workflow(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON: the text ends too early (line 1, column 2)"),
        ("id: acme.release", "not JSON: the file is YAML"),
        ("{}".encode("utf-16"), "not JSON: the file is UTF-16"),
    ],
)
def test_text_that_is_not_json_says_so(text: str | bytes, reason: str) -> None:
    compilation = workflowkit.compile_workflow(text)
    assert compilation.outcome == "schema_failed"
    (error,) = compilation.errors
    assert error.message.startswith(reason)
