"""The house holds: imports point one way, the core neither reads nor prints, files stay readable."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "workflowkit"
FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    ("errors", "version"),
    ("source",),
    ("diagnostics",),
    ("model",),
    ("spec", "project"),
    ("compiler", "engine"),
    ("analysis", "triggers"),
    ("catalog", "sessions"),
    ("report",),
    ("lint",),
    ("batch",),
    ("schemas",),
    ("packages", "npm_package"),
    ("loading",),
    ("discovery",),
    ("startup", "project_files", "baseline_file"),
    ("api",),
    ("workspace",),
    ("cli",),
)
"""Rooms from the ground up. A room may use rooms of lower floors, and others of its own floor only where `NEIGHBORS` says so."""

NEIGHBORS = {
    ("compiler", "spec"),
    ("project", "spec"),
}
"""`(user, used)` pairs on one floor."""

FORBIDDEN = {
    "os",
    "sys",
    "pathlib",
    "io",
    "subprocess",
    "shutil",
    "tempfile",
    "time",
    "socket",
    "logging",
}
"""Modules that read the disk, the clock, the environment or the terminal."""

HARMLESS = {"pathlib.PurePath", "pathlib.PurePosixPath", "io.StringIO"}
"""Names of those modules that touch nothing."""

OUTER = {
    "source/files.py",
    "batch/pool.py",
    "npm_package.py",
    "packages.py",
    "loading.py",
    "discovery.py",
    "startup.py",
    "project_files.py",
    "baseline_file.py",
    "api.py",
    "workspace.py",
}
"""Files outside cli/ that may touch the world."""

LINES = 400
LONG = {"model/quick_verdict.py": "generated code"}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "workflowkit":
                found.extend(f"workflowkit.{alias.name}" for alias in node.names)
            else:
                found.append(node.module)
    return found


def _names(path: Path) -> list[str]:
    """Every imported name with its module: `pathlib.Path`."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.extend(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    room = _room(path)
    if room in ("__init__", "__main__"):
        return
    wrong = [
        used
        for name in _imports(path)
        if name.startswith("workflowkit.")
        and (used := name.split(".")[1]) != room
        and _floor(used) >= _floor(room)
        and (room, used) not in NEIGHBORS
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if _room(path) != "cli"],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_the_core_neither_reads_nor_prints(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    if name in OUTER:
        return
    touched = {
        full for full in _names(path) if full.split(".")[0] in FORBIDDEN and full not in HARMLESS
    }
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert (touched, called & {"print", "open", "input"}) == (set(), set())


def test_every_room_has_its_floor() -> None:
    rooms = {_room(path) for path in FILES} - {"__init__", "__main__"}
    assert rooms <= {room for floor in FLOORS for room in floor}


def test_no_file_is_too_long_to_read() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix(): n_lines
        for path in FILES
        if (n_lines := len(path.read_text("utf-8").splitlines())) > LINES
    }
    assert {name: size for name, size in long.items() if name not in LONG} == {}


def test_no_module_is_called_for_nothing_in_particular() -> None:
    vague = {"utils", "helpers", "common", "base", "manager", "service", "misc"}
    assert {path.stem for path in FILES} & vague == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = {_module(path): path for path in FILES}
    # The package itself offers the API by name, which is resolved when it is first used.
    del modules["workflowkit"]
    uses = {
        module: {used for name in _names(path) if (used := _nearest(name, modules)) != module}
        for module, path in modules.items()
    }
    TopologicalSorter({module: used - {""} for module, used in uses.items()}).prepare()


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _nearest(name: str, modules: dict[str, Path]) -> str:
    """Return the module that *name* is, or is in; empty for names from elsewhere."""
    return next((each for each in (name, name.rpartition(".")[0]) if each in modules), "")
