"""A document: one text that was read, its value, and the positions in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.text import json_text
from workflowkit.text.edits import Editor
from workflowkit.text.positions import Lines, Span, ValueOffsets, locate, repeated_keys
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True)
class Document:
    """One JSON text. *value* is None and *broken* states why when the text is not JSON."""

    path: str
    """As the user gave it, with forward slashes."""
    text: str
    value: Json
    broken: json_text.BrokenJson | None
    size: int
    """Of the file, in bytes."""
    is_faithful: bool = True
    """True when the text can be written back as the same bytes; false for files that were not UTF-8, or were not read."""

    @property
    def is_unread(self) -> bool:
        """True when the content is not known: the file could not be read, or is too large."""
        return self.broken is not None and not self.text and not self.is_faithful

    @cached_property
    def lines(self) -> Lines:
        """The text as lines; built on first use."""
        return Lines(self.text)

    @cached_property
    def editor(self) -> Editor:
        """The text with the places that edits name; scanned on first use."""
        return Editor(self.text)

    def loaded(self) -> Document:
        """Return the document with its content, which those of a large run read again each time."""
        return self

    def locate(self, routes: Iterable[Route]) -> dict[Route, ValueOffsets]:
        """Return the offsets of the *routes* that exist and of their ancestors."""
        return {} if self.broken else locate(self.text, routes)

    def repeated_keys(self) -> list[tuple[Route, list[tuple[int, int]]]]:
        """Return the keys that one object has more than once, with the offsets of each."""
        return [] if self.broken else repeated_keys(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the positions of the characters from *start* up to *end*."""
        return self.lines.span(start, end)


def parse(content: bytes, path: str) -> Document:
    """Read *content*, the bytes of the file at *path*, as JSON. Never raises."""
    if len(content) > json_text.MAX_READ:
        megabytes = len(content) // 1_000_000
        reason = f"the file has {megabytes} MB; more than {json_text.MAX_READ // 1_000_000} MB are not read"
        return unread(path, reason, "split the workflow", len(content))
    text = json_text.decode(content)
    value = json_text.parse(text)
    is_faithful = json_text.is_faithful(text, content)
    if isinstance(value, json_text.BrokenJson):
        return Document(path, text, None, value, len(content), is_faithful)
    return Document(path, text, value, None, len(content), is_faithful)


def unread(path: str, reason: str, help: str = "", size: int = 0) -> Document:
    """Return the document for a file whose content is not known, and why."""
    return Document(path, "", None, json_text.BrokenJson(reason, 0, help), size, is_faithful=False)
