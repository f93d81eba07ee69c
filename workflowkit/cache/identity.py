"""The identity of the tool: what must be the same for the same input to give the same output."""

from __future__ import annotations

import os
import sys

from workflowkit.text.disk import digest, signature_of
from workflowkit.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_VARIABLES = (
    *("CI", "CI_PROJECT_DIR", "COLUMNS", "FORCE_COLOR", "FORCE_HYPERLINK", "GITHUB_WORKSPACE"),
    *("HOME", "KONSOLE_VERSION", "LINES"),
    *("NO_COLOR", "TERM", "TERM_PROGRAM", "USERPROFILE", "VTE_VERSION", "WT_SESSION"),
)
"""Environment variables that change what commands print; those of Python and wfk do, too."""


_NEEDED = ("click", "pathspec", "pydantic", "rapidfuzz", "regress", "ruamel.yaml")
"""The packages that results depend on."""


def tool() -> tuple[object, ...]:
    """Return the version of this tool, of Python, and of every installed package."""
    return (VERSION, sys.version, sys.platform, _own_files(), tuple(_packages()))


def code() -> tuple[object, ...]:
    """Return what decides about results wherever the tool is installed: its code, Python, and the packages that it needs."""
    from hashlib import sha256
    from importlib import metadata

    found = sha256()
    for path, _ in sorted(_signatures(_PACKAGE)):
        with open(path, "rb") as stream:
            content = stream.read()
        found.update(f"{os.path.relpath(path, _PACKAGE)}\0{len(content)}\0".encode())
        found.update(content)
    versions = tuple(f"{name} {metadata.version(name)}" for name in _NEEDED)
    return (VERSION, sys.version_info[:2], found.hexdigest(), versions)


def surroundings() -> tuple[object, ...]:
    """Return what else decides about output: the current folder, the user, the environment, and where output goes."""
    variables = tuple(
        sorted(
            (name, value)
            for name, value in os.environ.items()
            if name in _VARIABLES or name.startswith(("PYTHON", "WFK_"))
        )
    )
    # Configurations of other users have no effect.
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    return (
        os.getcwd(),
        user,
        variables,
        _stream(sys.stdout),
        _stream(sys.stderr),
        sys.flags.utf8_mode,
    )


def _stream(stream: object) -> tuple[object, ...]:
    """Return what decides about text that is written to *stream*."""
    is_terminal = bool(stream) and stream.isatty()  # type: ignore[attr-defined]
    columns = 0
    if is_terminal:
        try:
            columns = os.get_terminal_size(stream.fileno()).columns  # type: ignore[attr-defined]
        except OSError:
            columns = -1
    return (stream is None, is_terminal, columns, getattr(stream, "encoding", None))


def _own_files() -> object:
    """Return what changes with the code: the list with digests that was installed with it, or else the size and times of each file."""
    try:
        record = os.path.join(os.path.dirname(_PACKAGE), f"workflowkit-{VERSION}.dist-info/RECORD")
        with open(record, "rb") as stream:
            return digest(stream.read())
    except OSError:
        return tuple(sorted(_signatures(_PACKAGE)))


def _signatures(folder: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path, signature_of(entry.stat())
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _signatures(entry.path)


def _packages() -> Iterator[str]:
    """Yield the names, with versions, of what is installed beside the tool."""
    for place in sys.path:
        if place.endswith("-packages"):
            try:
                names = os.listdir(place)
            except OSError:
                continue
            yield from sorted(name for name in names if name.endswith("-info"))
