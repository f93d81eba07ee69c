"""The kept code of modules: it is used only while its source is the same, and a module is as Python would have it."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType

import pytest

from workflowkit.cache.modules import Modules

NAMES = ("one", "many", "many.inner")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a package with a module, and a package in it."""
    folder = tmp_path / "workflowkit"
    (folder / "many").mkdir(parents=True)
    (folder / "one.py").write_text("VALUE = 1\n", "utf-8")
    (folder / "many/__init__.py").write_text("VALUE = 2\n", "utf-8")
    (folder / "many/inner.py").write_text("def f():\n    raise ValueError\n", "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _bytecode_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def _load(modules: Modules, root: Path, name: str) -> ModuleType:
    parent = root.joinpath(*name.split(".")[:-1])
    spec = modules.find_spec(f"workflowkit.{name}", [str(parent)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _is_kept(module: ModuleType) -> bool:
    return type(module.__loader__).__name__ == "_KeptCode"


def _fill(root: Path) -> Path:
    """Keep all modules; return the path of the file."""
    path = root / "modules.bin"
    with Modules(str(path), str(root)) as modules:
        for name in NAMES:
            assert not _is_kept(_load(modules, root, name))
    return path


def test_a_kept_module_is_as_python_has_it(root: Path) -> None:
    path = _fill(root)
    with Modules(str(path), str(root)) as modules:
        for name in NAMES:
            module = _load(modules, root, name)
            assert _is_kept(module)
            parent = root.joinpath(*name.split(".")[:-1])
            spec = PathFinder.find_spec(f"workflowkit.{name}", [str(parent)])
            assert spec is not None
            expected = importlib.util.module_from_spec(spec)
            for attribute in ("__name__", "__file__", "__cached__", "__package__", "__path__"):
                assert getattr(module, attribute, None) == getattr(expected, attribute, None)
        assert _load(modules, root, "one").VALUE == 1
        inner = _load(modules, root, "many.inner")
        assert inner.f.__code__.co_filename == str(root / "many/inner.py")


@pytest.mark.parametrize("has_old_time", [False, True])
def test_a_changed_source_is_compiled(has_old_time: bool, root: Path) -> None:
    path = _fill(root)
    source = root / "one.py"
    before = source.stat()
    source.write_text("VALUE = 7\n", "utf-8")
    for compiled in root.rglob("one.*.pyc"):
        # Python itself does not see a change within a second that keeps the size.
        compiled.unlink()
    if has_old_time:
        # As an installer may leave it; the time of the change is still another one.
        os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    for is_kept in (False, True):
        with Modules(str(path), str(root)) as modules:
            module = _load(modules, root, "one")
            assert module.VALUE == 7
            assert _is_kept(module) is is_kept
            assert _is_kept(_load(modules, root, "many"))


def test_damage_is_noticed(root: Path) -> None:
    path = _fill(root)
    content = path.read_bytes()
    for place in range(0, len(content), max(1, len(content) // 60)):
        damaged = bytearray(content)
        damaged[place] ^= 1 << (place % 8)
        path.write_bytes(damaged)
        with Modules(str(path), str(root)) as modules:
            assert [_load(modules, root, name).__name__ for name in NAMES] == [
                f"workflowkit.{name}" for name in NAMES
            ]
            assert _load(modules, root, "one").VALUE == 1
    for length in (0, 3, 8, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        with Modules(str(path), str(root)) as modules:
            assert _load(modules, root, "one").VALUE == 1


def test_a_module_that_is_gone_is_not_kept(root: Path) -> None:
    path = _fill(root)
    (root / "one.py").unlink()
    (root / "two.py").write_text("VALUE = 3\n", "utf-8")
    with Modules(str(path), str(root)) as modules:
        assert modules.find_spec("workflowkit.one", [str(root)]) is None
        _load(modules, root, "two")
    assert b"workflowkit.one" not in path.read_bytes()


def test_modules_of_other_packages_are_left_to_python(root: Path) -> None:
    with Modules(str(root / "modules.bin"), str(root)) as modules:
        assert modules.find_spec("json.decoder", [str(root)]) is None
        assert modules.find_spec("workflowkit", None) is None


def test_nothing_is_written_where_python_writes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not _fill(root).exists()


def test_a_folder_that_cannot_be_written_is_no_mistake(root: Path) -> None:
    with Modules(str(root / "nowhere/modules.bin"), str(root)) as modules:
        assert _load(modules, root, "one").VALUE == 1


def test_python_finds_modules_as_before_afterwards(root: Path) -> None:
    before = list(sys.meta_path)
    with Modules(str(root / "modules.bin"), str(root)):
        assert len(sys.meta_path) == len(before) + 1
    assert sys.meta_path == before
