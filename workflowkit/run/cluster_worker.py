"""The part of a run that the workers of a cluster do: they map the files of one chunk after another. Outer layer.

A worker is given bytes and returns bytes, and reads the files itself, at the paths that they have for the first process.
"""

from __future__ import annotations

import marshal
import os
import pickle
import socket
from collections.abc import Iterable
from contextlib import ExitStack, chdir
from functools import cache, lru_cache
from threading import Lock
from typing import Final, Literal, NamedTuple

from workflowkit.errors import InternalError
from workflowkit.run.lint_file import FileMarks, MapSettings
from workflowkit.run.lint_map import read_and_mapped
from workflowkit.run.shards import tool_digest
from workflowkit.text import files
from workflowkit.version import VERSION

Kind = Literal["done", "other tool", "no folder", "failed"]


class ChunkAnswer(NamedTuple):
    """What a worker answers; plain data."""

    kind: Kind
    worker: str
    """Its machine and process, for messages."""
    outcomes: tuple[bytes, ...] = ()
    """The packed outcomes of the files, in their order."""
    reason: str = ""
    """Why there are none."""


class Agreement(NamedTuple):
    """What the workers must have in common with the first process; plain data."""

    tool: str
    """The digest of the code that makes outcomes."""
    folder: str
    """The current folder, to which paths are relative."""


def chunk_of(paths: Iterable[tuple[str, FileMarks]]) -> bytes:
    """Return the files at *paths* with their marks as bytes."""
    return marshal.dumps([(path, tuple(marks)) for path, marks in paths])


def read_answer(content: bytes) -> ChunkAnswer:
    """Return the answer that `run_chunk` has returned as *content*."""
    return ChunkAnswer._make(marshal.loads(content))


def unchanged(content: bytes) -> bytes:
    """Return *content*: as a task of its own, it is made again when the worker that has it is lost."""
    return content


def run_chunk(agreement: tuple[str, str], settings: bytes, chunk: bytes) -> bytes:
    """Map the files of *chunk* with *settings*, and return the answer. Raises nothing that is foreseen."""
    return marshal.dumps(tuple(_answer(Agreement._make(agreement), settings, chunk)))


_ONE_AT_A_TIME: Final = Lock()
"""The current folder belongs to the whole process, and threads would not make Python faster."""


def _answer(agreement: Agreement, settings: bytes, chunk: bytes) -> ChunkAnswer:
    worker = f"{socket.gethostname()}, process {os.getpid()}"
    with _ONE_AT_A_TIME, ExitStack() as stack:
        # Settings of another version of the code must not even be read.
        if _own_tool() != agreement.tool:
            return ChunkAnswer("other tool", worker, reason=VERSION)
        try:
            stack.enter_context(chdir(agreement.folder))
        except OSError as error:
            return ChunkAnswer("no folder", worker, reason=files.reason(error))
        try:
            return ChunkAnswer("done", worker, _mapped(settings, chunk))
        except InternalError as error:
            return ChunkAnswer("failed", worker, reason=error.message)


def _mapped(settings: bytes, chunk: bytes) -> tuple[bytes, ...]:
    used = _settings(settings)
    return tuple(
        read_and_mapped(path, FileMarks._make(marks), used) for path, marks in marshal.loads(chunk)
    )


@cache
def _own_tool() -> str:
    """Return the digest of the code of this process; files that are replaced later have no effect on it."""
    return tool_digest()


@lru_cache(maxsize=1)
def _settings(content: bytes) -> MapSettings:
    settings: MapSettings = pickle.loads(content)
    settings.selection.prepare()
    return settings
