"""The house holds: imports point one way, the core neither reads nor prints, files stay readable."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "workflowkit"
FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    ("errors", "records", "version"),
    ("text",),
    ("diagnostics", "sessions", "cache"),
    ("format", "runtime"),
    ("spec", "config", "triggers", "schemas", "scaffold"),
    ("compiler",),
    ("rendering",),
    ("analysis",),
    ("simulation", "budget"),
    ("catalog", "changes"),
    ("graph",),
    ("report",),
    ("lint", "refactoring"),
    ("run",),
    ("language_server", "mcp_server"),
    ("api", "cli", "pytest_plugin"),
)
"""Rooms from the ground up. A room uses rooms of lower floors only."""

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

HARMLESS = {"pathlib.PurePath", "pathlib.PurePosixPath", "io.StringIO", "sys.modules"}
"""Names of those modules that touch nothing."""

OUTER = {
    "cache/command_line.py",
    "cache/entries.py",
    "cache/folder.py",
    "cache/identity.py",
    "cache/modules.py",
    "cache/patterns.py",
    "cache/record.py",
    "cache/recording.py",
    "language_server/command_features.py",
    "language_server/completed_scenarios.py",
    "language_server/named_places.py",
    "language_server/navigation.py",
    "language_server/open_files.py",
    "language_server/workspace.py",
    "mcp_server/child.py",
    "mcp_server/commands.py",
    "mcp_server/guard.py",
    "mcp_server/resources.py",
    "mcp_server/roots.py",
    "mcp_server/server.py",
    "mcp_server/tools/changing.py",
    "mcp_server/transports.py",
    "pytest_plugin.py",
    "entry.py",
    "text/disk.py",
    "text/files.py",
    "text/overlay.py",
    "text/read_log.py",
    "text/stored_bytes.py",
    "text/unnamed_file.py",
    "run/baseline_file.py",
    "run/changed_files.py",
    "run/cluster_worker.py",
    "run/clusters.py",
    "run/comparison.py",
    "run/dask_cluster.py",
    "run/discovery.py",
    "run/found_files.py",
    "run/engines.py",
    "run/file_entries.py",
    "run/git.py",
    "run/git_index.py",
    "run/glances.py",
    "run/lint_stream.py",
    "run/loading.py",
    "run/merging.py",
    "run/new_files.py",
    "run/npm_package.py",
    "run/options.py",
    "run/packages.py",
    "run/part_file.py",
    "run/pool.py",
    "run/project.py",
    "run/project_files.py",
    "run/refactorings.py",
    "run/scenario_files.py",
    "run/scenario_tests.py",
    "run/setup.py",
    "run/shards.py",
    "run/spec_folder.py",
    "run/spool.py",
    "run/startup_check.py",
    "run/timing.py",
    "run/vocabulary.py",
    "run/watching.py",
    "run/witnesses.py",
    "schemas/json_schema.py",
}
"""Files outside cli/ that may touch the world."""

LINES = 400
LONG = {"format/fast_validator.py": "generated code"}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_tree(path)))


@cache
def _imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "workflowkit":
                found.extend(f"workflowkit.{alias.name}" for alias in node.names)
            else:
                found.append(node.module)
    return found


@cache
def _names(path: Path) -> list[str]:
    """Every imported name with its module: `pathlib.Path`."""
    found: list[str] = []
    for node in _nodes(path):
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
    if room in ("__init__", "__main__", "entry"):
        return
    wrong = [
        used
        for name in _imports(path)
        if name.startswith("workflowkit.")
        and (used := name.split(".")[1]) != room
        and _floor(used) >= _floor(room)
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
    assert _touched(path) == set()


UNOBSERVED = {
    "cache/": "its own files",
    "cli/": "commands other than lint are not recorded",
    "mcp_server/": "not part of `wfk lint`",
    "run/changed_files.py": "runs that ask git are not recorded",
    "run/comparison.py": "not part of `wfk lint`",
    "run/git.py": "runs that ask git are not recorded",
    "run/git_index.py": "runs that ask git are not recorded",
    "run/pool.py": "the processes of this one",
    "run/spool.py": "files without a name",
    "run/scenario_files.py": "not part of `wfk lint`",
    "run/scenario_tests.py": "not part of `wfk lint`",
    "run/setup.py": "not part of `wfk lint`",
    "run/vocabulary.py": "not part of `wfk lint`",
    "schemas/": "the source of models",
    "sessions/": "not part of `wfk lint`",
    "text/disk.py": "asks for all others",
    "text/files.py": "asks for all others",
    "text/overlay.py": "names what is laid over the disk",
}
"""Modules, or beginnings of their paths, that may look at the disk themselves, and why."""

LOOKS = {
    *(
        f"os.{name}"
        for name in ("access", "listdir", "lstat", "readlink", "scandir", "stat", "walk")
    ),
    *(
        f"os.path.{name}"
        for name in ("exists", "getmtime", "getsize", "isdir", "isfile", "islink", "ismount")
    ),
    *(f"os.path.{name}" for name in ("lexists", "realpath", "samefile")),
}
PATH_LOOKS = {"exists", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "lstat", "resolve"}
PATH_LOOKS |= {"read_bytes", "read_text", "readlink", "rglob", "samefile", "stat"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_disk_is_looked_at_through_one_module(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix().startswith(tuple(UNOBSERVED)):
        return
    called = [node.func for node in _nodes(path) if isinstance(node, ast.Call)]
    named = {ast.unparse(node) for node in _nodes(path) if isinstance(node, ast.Attribute)}
    methods = {
        ast.unparse(function)
        for function in called
        if isinstance(function, ast.Attribute)
        and function.attr in PATH_LOOKS
        and ast.unparse(function.value) not in ("disk", "loading")
    }
    assert (named & LOOKS) | methods == set()


CLOCK_AND_DISK = {"now", "today", "utcnow", "getsource", "print", "open", "input"}
"""Functions and methods that read the clock or the disk, print or ask."""


def _touched(path: Path) -> set[str]:
    """Return what the module at *path* imports and calls of the world outside."""
    imported = {
        name for name in _names(path) if name.split(".")[0] in FORBIDDEN and name not in HARMLESS
    }
    called = {
        function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        for node in _nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(function := node.func, ast.Attribute | ast.Name)
    }
    return imported | (called & CLOCK_AND_DISK)


def test_every_room_has_its_floor() -> None:
    rooms = {_room(path) for path in FILES} - {"__init__", "__main__", "entry"}
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


def test_no_public_class_name_is_used_twice() -> None:
    count = Counter(
        node.name
        for path in FILES
        for node in _tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, n_uses in count.items() if n_uses > 1] == []


def test_every_file_that_may_touch_the_world_does() -> None:
    quiet = {name for name in OUTER if not _touched(PACKAGE / name)}
    assert quiet == set()


STARTED = (
    "entry",
    "cli.main",
    "cli.commands.",
    "api",
    "pytest_plugin",
    "lint.rules.",
    "mcp_server.child",
    "report.",
    "schemas.",
)
"""Modules that users start or import, and those that are imported by name: commands, rules, output formats."""


def test_every_module_is_reached_from_a_command_a_rule_or_the_documented_api() -> None:
    modules = {_module(path): path for path in FILES}
    readers = [*(ROOT / "docs").glob("*.md"), *(ROOT / "scripts").glob("*.py")]
    texts = "\n".join(path.read_text("utf-8") for path in readers)
    todo = [
        module
        for module in modules
        if module.removeprefix("workflowkit.").startswith(STARTED)
        or re.search(rf"\b{re.escape(module)}[. ]", texts)
    ]
    reached: set[str] = set()
    while todo:
        module = todo.pop()
        if module not in reached:
            reached.add(module)
            used = {_nearest(name, modules) for name in _names(modules[module])} - {""}
            todo += [*used, *(module.rpartition(".")[0] for module in used if "." in module)]
    packages = {module for module, path in modules.items() if path.name == "__init__.py"}
    assert sorted(set(modules) - reached - packages - {"workflowkit.__main__"}) == []


CODE_LINES = 40
PARAMETERS = 6


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in _nodes(path):
        if isinstance(node, ast.FunctionDef):
            yield node


def _n_code_lines(function: ast.FunctionDef) -> int:
    body = function.body[ast.get_docstring(function, clean=False) is not None :]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _n_parameters(function: ast.FunctionDef) -> int:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([each for each in named if each.arg not in ("self", "cls")])


def _is_command(function: ast.FunctionDef) -> bool:
    return any(
        "click." in ast.unparse(decorator) or ".command" in ast.unparse(decorator)
        for decorator in function.decorator_list
    )


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.relative_to(PACKAGE).as_posix() not in LONG],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_functions_stay_small(path: Path) -> None:
    large = {
        function.name: (_n_code_lines(function), _n_parameters(function))
        for function in _functions(path)
        if not _is_command(function)
        and (_n_code_lines(function) > CODE_LINES or _n_parameters(function) > PARAMETERS)
    }
    assert large == {}


OTHER_TESTS = {"bundle", "conformance", "docs", "editors", "hooks", "programs", "rules", "vectors"}
"""Folders of tests about more than one room, and of what tests read and run."""


def test_tests_are_in_the_room_of_what_they_test() -> None:
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/*.py")} - OTHER_TESTS
    assert folders <= {room for floor in FLOORS for room in floor}


VERSION_HOME = "text/versions.py"
"""The only module that compares versions of the engine."""

VERSION_NAMES = {"spec/load.py": {"3.68.0"}, "triggers/engine_keys.py": {"3.68.0"}}
"""Modules that name one: the default."""


def _compared_versions(tree: ast.Module) -> Iterator[str]:
    """Yield the comparisons of *tree* that order versions, by their text or by their numbers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
            is_order = any(
                isinstance(operator, ast.Lt | ast.Gt | ast.LtE | ast.GtE) for operator in node.ops
            )
            is_named = any(
                re.search(r"engine\w*\.version|versions?\.numbers|engine_version", side)
                for side in sides
            )
            is_written = any(re.fullmatch(r"'\d+(\.\d+){1,2}'", side) for side in sides)
            if is_written or (is_order and is_named):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and re.search(
            r"versions?\.numbers$", ast.unparse(node.func)
        ):
            yield ast.unparse(node)


def _written_versions(tree: ast.Module) -> set[str]:
    """Return the versions of the engine that *tree* names on their own; what a rule says of its engines is text."""
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "engines"
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and node not in texts
        and isinstance(node.value, str)
        and re.fullmatch(r"3\.\d{2,3}(\.\d+)?", node.value)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_versions_of_the_engine_are_compared_in_one_module(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    if name == VERSION_HOME:
        return
    assert [*_compared_versions(_tree(path))] == []
    assert _written_versions(_tree(path)) <= VERSION_NAMES.get(name, set())


@pytest.mark.parametrize(
    "code",
    [
        "pack.engine.version < '3.89.0'",
        "if engine.version >= other: pass",
        "x = '3.89' == asked",
        "versions.numbers(version)",
    ],
)
def test_a_comparison_of_versions_is_noticed(code: str) -> None:
    assert [*_compared_versions(ast.parse(code))]
