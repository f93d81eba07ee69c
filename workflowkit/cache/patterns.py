"""Compiled regular expressions, kept beside the compiled modules: compiling them takes longer than importing everything else.

Python keeps the compiled code of modules, and compiles the regular expressions in them anew in each process.
`re` cannot write a pattern, but it makes one of the numbers that its compiler has computed; these are what is kept.
They depend on the pattern, the flags and the version of Python alone, so a kept pattern is never out of date.
"""

from __future__ import annotations

import marshal
import os
import sys
from re import _compiler  # type: ignore[attr-defined]

from workflowkit import records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Final, Self

MOST = 4000
"""How many patterns a file may have; one with more begins anew."""

_FOLDER = "__pycache__"
_CHECKSUM_BYTES = 4
_NUMBER: Final = "I"
"""How the numbers of a code are written, in the terms of `array`."""

_Key = tuple[str, int]
"""A pattern and its flags, as given to `re.compile`; or the source of an initializer with the mark for it."""

_IS_SOURCE: Final = -1

_SOURCE_COMPILER: Final = records.COMPILE


class Patterns:
    """The patterns of modules that are imported within it: taken from the file at *path* where they are in it, and added to it where not."""

    def __init__(self, path: str | None = None) -> None:
        self._path = path or _default_path()
        self._kept: dict[_Key, Any] = {}
        self._new: list[_Key] = []
        self._compile: Any = None

    def __enter__(self) -> Self:
        compiler: Any = _compiler
        if self._path and sys.implementation.name == "cpython":
            self._kept = _read(self._path)
            self._compile = compiler.compile
            compiler.compile = self._compiled
            records.COMPILE = self._code_of
        return self

    def __exit__(self, *_: object) -> None:
        if self._compile is None:
            return
        compiler: Any = _compiler
        compiler.compile = self._compile
        records.COMPILE = _SOURCE_COMPILER
        if self._new and not sys.dont_write_bytecode:
            _write(self._path, self._kept, self._new)

    def _compiled(self, pattern: Any, flags: int = 0) -> Any:
        """Return the compiled *pattern*. Takes the place of the compiler of `re`."""
        key = (pattern, int(flags))
        try:
            known = self._kept.get(key)
        except TypeError:  # A pattern that is no text.
            known = None
        if known is not None:
            resolved, code, *rest = known
            numbers = memoryview(code).cast(_NUMBER).tolist()
            compiler: Any = _compiler
            return compiler._sre.compile(pattern, resolved, numbers, *rest)
        compiled = self._compile(pattern, flags)
        if type(pattern) is str and _is_constant():
            self._new.append(key)
        return compiled

    def _code_of(self, source: str) -> CodeType:
        """Return the compiled *source* of an initializer. Takes the place of the compiler of `records`."""
        known = self._kept.get((source, _IS_SOURCE))
        if known is None:
            self._new.append((source, _IS_SOURCE))
            return _SOURCE_COMPILER(source)
        code: CodeType = marshal.loads(known)
        return code


def _default_path() -> str:
    """Return the path of the file of this Python; empty where compiled modules are kept elsewhere."""
    if sys.pycache_prefix or not sys.implementation.cache_tag:
        return ""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    name = f"patterns.{sys.implementation.cache_tag}.bin"
    return os.path.join(package, _FOLDER, name)


def _is_constant() -> bool:
    """Return true when a module compiles the pattern while it is imported: patterns made of texts of a file are not kept."""
    frame = sys._getframe(2)
    while frame.f_globals.get("__name__") == "re" and frame.f_back:
        frame = frame.f_back
    return frame.f_code.co_name == "<module>"


def _identity() -> tuple[object, ...]:
    """Return what compiled patterns depend on, apart from pattern and flags."""
    sre: Any = _compiler
    return (sys.hexversion, sre._sre.MAGIC, sre._sre.CODESIZE, sys.byteorder)


def _read(path: str) -> dict[_Key, Any]:
    """Return the patterns in the file at *path*; none when it is damaged or of another Python."""
    from zlib import crc32

    try:
        with open(path, "rb") as stream:
            content = stream.read()
        payload = content[_CHECKSUM_BYTES:]
        if crc32(payload).to_bytes(_CHECKSUM_BYTES, "little") != content[:_CHECKSUM_BYTES]:
            return {}
        identity, kept = marshal.loads(payload)
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return kept if identity == _identity() and len(kept) <= MOST else {}


def _write(path: str, kept: dict[_Key, Any], new: list[_Key]) -> None:
    """Replace the file at *path* by one with the patterns that are *kept* and those that are *new*; do without where it cannot be written."""
    from zlib import crc32

    value: Any = (_identity(), {**kept, **{key: _kept_form(*key) for key in new}})
    payload = marshal.dumps(value)
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "wb") as stream:
            stream.write(crc32(payload).to_bytes(_CHECKSUM_BYTES, "little") + payload)
        os.replace(temporary, path)
    except OSError:
        return


def _kept_form(text: str, flags: int) -> Any:
    """Return what is kept of a pattern, or of a source."""
    return marshal.dumps(_SOURCE_COMPILER(text)) if flags == _IS_SOURCE else _numbers(text, flags)


def _numbers(pattern: str, flags: int) -> tuple[Any, ...]:
    """Return the arguments, after the pattern, of the function of `re` that makes a compiled pattern, its code as bytes."""
    from array import array

    compiler: Any = _compiler
    parsed = compiler._parser.parse(pattern, flags)
    groups = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in groups.items():
        names[number] = name
    code = array(_NUMBER, compiler._code(parsed, flags)).tobytes()
    return (
        int(flags | parsed.state.flags),
        code,
        parsed.state.groups - 1,
        dict(groups),
        tuple(names),
    )
