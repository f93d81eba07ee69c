"""The code of modules, kept in one file: finding and opening hundreds of files takes longer than running most commands.

The code of a module is used only while its source is the same; everything else about it is as Python would have it.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType
    from typing import Any, Final, Self

_PACKAGE: Final = __name__.partition(".")[0]
_ROOT: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDER: Final = "__pycache__"
_NUMBER_BYTES: Final = 4

_Signature = tuple[int, int, int, int]
"""What changes with nearly every change of a source."""
_Row = tuple[_Signature, bool, int, int, int]
"""The signature of the source of a module, whether it is a package, and of its code where it begins, its length and its checksum."""


class Modules:
    """The modules of the package that are imported within it: their code is taken from the file at *path* where it is in it, and added to it where not."""

    def __init__(self, path: str | None = None, root: str = _ROOT) -> None:
        self._path = _default_path() if path is None else path
        self._root = root
        self._rows: dict[str, _Row] = {}
        self._handle = -1
        self._start = 0
        self._new: dict[str, tuple[_Signature, bool, bytes]] = {}

    def __enter__(self) -> Self:
        if self._path:
            self._open()
            sys.meta_path.insert(0, self)
        return self

    def __exit__(self, *_: object) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        if self._new and not sys.dont_write_bytecode:
            self._write()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how the module called *name* is loaded; None for those of other packages. As `importlib` asks for."""
        if path is None or not name.startswith(f"{_PACKAGE}."):
            return None
        return self._kept_spec(name) or self._noting_spec(name, path, target)

    def _kept_spec(self, name: str) -> ModuleSpec | None:
        """Return the specification of a module whose code is kept; None for others."""
        row = self._rows.get(name)
        if row is None:
            return None
        source = self._source_of(name, is_package=row[1])
        code = self._code(row) if _signature_of(source) == row[0] else b""
        if not code:
            return None
        spec = ModuleSpec(name, _KeptCode(name, source, code), origin=source, is_package=row[1])
        spec.has_location = True
        folder, file = os.path.split(source)
        if row[1]:
            spec.submodule_search_locations = [folder]
        # Otherwise Python computes it, which takes longer than all of this.
        compiled = f"{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"
        spec.cached = os.path.join(folder, _FOLDER, compiled)
        return spec

    def _noting_spec(
        self, name: str, path: Sequence[str], target: ModuleType | None
    ) -> ModuleSpec | None:
        """Return the specification that Python makes, with a loader that notes the code."""
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _NotedCode(name, spec.loader.path, self)
        return spec

    def note(self, name: str, source: str, signature: _Signature, code: CodeType) -> None:
        """Note the *code* of the module called *name*, whose *source* had this *signature* before it was read."""
        is_package = os.path.basename(source) == "__init__.py"
        if source == self._source_of(name, is_package=is_package):
            self._new[name] = (signature, is_package, marshal.dumps(code))

    def _source_of(self, name: str, *, is_package: bool) -> str:
        stem = os.path.join(self._root, *name.split(".")[1:])
        return os.path.join(stem, "__init__.py") if is_package else f"{stem}.py"

    def _code(self, row: _Row) -> bytes:
        """Return the code of a module; nothing when it is damaged."""
        _, _, start, length, checksum = row
        try:
            content = os.pread(self._handle, length, self._start + start)
        except OSError:
            return b""
        return content if crc32(content) == checksum else b""

    def _open(self) -> None:
        """Read which modules there are; none when the file is damaged or of another Python."""
        try:
            self._handle = os.open(self._path, os.O_RDONLY)
            sizes = os.pread(self._handle, 2 * _NUMBER_BYTES, 0)
            length, checksum = (
                int.from_bytes(sizes[:_NUMBER_BYTES]),
                int.from_bytes(sizes[_NUMBER_BYTES:]),
            )
            head = os.pread(self._handle, length, len(sizes))
            if crc32(head) != checksum:
                return
            identity, rows = marshal.loads(head)
        except (OSError, EOFError, ValueError, TypeError):
            return
        if identity == _identity():
            self._rows, self._start = rows, len(sizes) + len(head)

    def _write(self) -> None:
        """Replace the file by one with the new modules and those that are still the same; do without where it cannot be written."""
        kept = {
            name: (*row[:2], code)
            for name, row in self._rows.items()
            if row[0] == _signature_of(self._source_of(name, is_package=row[1]))
            and (code := self._code(row))
        }
        rows: dict[str, _Row] = {}
        codes: list[bytes] = []
        start = 0
        for name, (signature, is_package, code) in {**kept, **self._new}.items():
            rows[name] = (signature, is_package, start, len(code), crc32(code))
            codes.append(code)
            start += len(code)
        value: Any = (_identity(), rows)
        head = marshal.dumps(value)
        temporary = f"{self._path}.{os.getpid()}"
        try:
            with open(temporary, "wb") as stream:
                stream.write(len(head).to_bytes(_NUMBER_BYTES))
                stream.write(crc32(head).to_bytes(_NUMBER_BYTES))
                stream.write(head)
                stream.writelines(codes)
            os.replace(temporary, self._path)
        except OSError:
            return


class _KeptCode(SourceFileLoader):
    """Loads a module whose code is kept."""

    def __init__(self, name: str, source: str, code: bytes) -> None:
        super().__init__(name, source)
        self._code = code

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002
        """Return the code that is kept."""
        code: CodeType = marshal.loads(self._code)
        return code


class _NotedCode(SourceFileLoader):
    """Loads a module as Python does, and notes its code."""

    def __init__(self, name: str, source: str, modules: Modules) -> None:
        super().__init__(name, source)
        self._modules = modules

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code that Python has or compiles."""
        signature = _signature_of(self.path)
        code = super().get_code(fullname)
        if code is not None and signature is not None:
            self._modules.note(fullname, self.path, signature, code)
        return code


def _signature_of(source: str) -> _Signature | None:
    try:
        found = os.stat(source)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _identity() -> tuple[object, ...]:
    """Return what the code of modules depends on, apart from their sources."""
    return sys.hexversion, sys.implementation.cache_tag, sys.flags.optimize


def _default_path() -> str:
    """Return the path of the file of this Python; empty where compiled modules are kept elsewhere."""
    if sys.pycache_prefix or sys.implementation.name != "cpython":
        return ""
    return os.path.join(_ROOT, _FOLDER, f"modules.{sys.implementation.cache_tag}.bin")
