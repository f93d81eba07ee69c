"""Compiled patterns are kept from process to process, and a kept one is the same as one that is compiled."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from workflowkit.cache import patterns
from workflowkit.cache.patterns import Patterns

SOURCE = r"""
import re
WORDS = re.compile(r"(?P<first>[a-z]+)\s(?:(?P<second>\d{2,})|[^\W_]*?)", re.IGNORECASE)
LINES = re.compile("^(a|b)*+(?<!x)[\u00e0-\u00ff\u4e00-\u9fff]\\b", re.MULTILINE)
TEXTS = re.compile(b"[a-z]+")
def made(word):
    return re.compile(re.escape(word))
"""
TEXTS = ("Step 12", "a_b", "step x\nab\u00e4 ab", "", "ABÄ 123", "一 12")


@pytest.fixture(autouse=True)
def bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of compiled things be written, whatever the environment says."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    """Forget what `re` has compiled."""
    re.purge()
    yield
    re.purge()


def imported() -> ModuleType:
    """A module that is made of the source."""
    module = ModuleType("imported")
    exec(compile(SOURCE, "imported.py", "exec"), module.__dict__)
    return module


def kept(path: Path) -> ModuleType:
    """The module, imported within the patterns that are kept at *path*."""
    re.purge()
    with Patterns(str(path)):
        return imported()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The patterns that the compiler of `re` is given from now on."""
    given: list[object] = []
    compiler = vars(re)["_compiler"]
    compile_one = compiler.compile

    def note(pattern: object, flags: int = 0) -> object:
        given.append(pattern)
        return compile_one(pattern, flags)

    monkeypatch.setattr(compiler, "compile", note)
    return given


def test_kept_patterns_are_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept(tmp_path / "patterns")
    given = counted(monkeypatch)
    second = kept(tmp_path / "patterns")
    assert given == [b"[a-z]+"]
    for name in ("WORDS", "LINES"):
        one, other = getattr(first, name), getattr(second, name)
        assert (one.pattern, one.flags, one.groups) == (other.pattern, other.flags, other.groups)
        assert one.groupindex == other.groupindex
        for text in TEXTS:
            assert [match.groupdict() for match in one.finditer(text)] == [
                match.groupdict() for match in other.finditer(text)
            ]
            assert one.findall(text) == other.findall(text)


def test_patterns_that_are_made_of_texts_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "patterns"
    with Patterns(str(path)):
        imported().made("secret")
    assert b"secret" not in path.read_bytes()


def test_the_compiler_is_as_before_afterwards(tmp_path: Path) -> None:
    compiler = vars(re)["_compiler"]
    before = compiler.compile
    with Patterns(str(tmp_path / "patterns")):
        assert compiler.compile != before
    assert compiler.compile is before


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "patterns"
    kept(path)
    good = path.read_bytes()
    given = counted(monkeypatch)
    for at in (0, 5, len(good) // 2, len(good) - 1):
        for bad in (good[:at], good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :]):
            path.write_bytes(bad)
            given.clear()
            assert kept(path).WORDS.findall("Step 12") == [("Step", "12")]
            assert len(given) == 3
            assert path.read_bytes() == good


def test_patterns_of_another_python_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "patterns"
    kept(path)
    given = counted(monkeypatch)
    monkeypatch.setattr(sys, "hexversion", sys.hexversion + 1)
    kept(path)
    assert len(given) == 3


def test_nothing_is_written_where_python_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept(tmp_path / "patterns")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    assert kept(tmp_path / "missing" / "patterns").WORDS.findall("Step 12") == [("Step", "12")]


def test_a_file_with_too_many_patterns_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "patterns"
    kept(path)
    size = path.stat().st_size
    monkeypatch.setattr(patterns, "MOST", 1)
    kept(path)
    assert path.stat().st_size == size
