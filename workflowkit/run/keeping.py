"""Documents that stay in memory between the checks of one process, so that only files with other bytes are parsed again; and what a check asked the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from workflowkit.text import disk, document
from workflowkit.text.document import Document


class KeptDocuments:
    """The parsed documents by path."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, Document]] = {}

    def parsed(self, content: bytes, path: str) -> Document:
        """Return the document of the file at *path* with *content*: the same object as long as both are the same."""
        digest = disk.digest(content)
        known = self._known.get(path)
        if known is None or known[0] != digest:
            known = self._known[path] = digest, document.parse(content, path)
        return known[1]


KEPT: ContextVar[KeptDocuments | None] = ContextVar("KEPT", default=None)
"""Where documents are kept; None in runs that read each file once."""


def parsed(content: bytes, path: str) -> Document:
    """Return the document of the file at *path* with *content*, a kept one if there is one."""
    kept = KEPT.get()
    return document.parse(content, path) if kept is None else kept.parsed(content, path)


@contextmanager
def keeping(documents: KeptDocuments) -> Iterator[None]:
    """Keep parsed documents in *documents*."""
    token = KEPT.set(documents)
    try:
        yield
    finally:
        KEPT.reset(token)


Noted = TypeVar("Noted", disk.Asked, disk.Asked | None)


@contextmanager
def noting(asked: Noted) -> Iterator[Noted]:
    """Note in *asked* what the disk is asked; nowhere when it is None."""
    token = disk.ASKED.set(asked)
    try:
        yield asked
    finally:
        disk.ASKED.reset(token)
