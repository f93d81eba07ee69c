"""A refactoring as JSON: its edits, promises and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from workflowkit.records import dataclass
from workflowkit.text.edits import Edit, range_replacements
from workflowkit.text.positions import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class RefactoredRange:
    """One changed range of a file. Lines and columns count from 1, columns in characters."""

    start_line: int
    """Line of the first character."""
    start_column: int
    """Column of the first character."""
    end_line: int
    """Line of the end."""
    end_column: int
    """Column just after the last character."""
    text: str
    """What is written there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefactoredFile:
    """The changes of one file."""

    path: str
    """The file."""
    changes: tuple[RefactoredRange, ...]
    """In the order of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefactoredNewFile:
    """A new file."""

    path: str
    """The file."""
    text: str
    """Its content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNote:
    """A place that is left as it is, or a fact to know."""

    path: str
    """The file."""
    line: int | None
    """From 1; null for the file as a whole."""
    column: int | None
    """From 1; null for the file as a whole."""
    message: str
    """The note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefactoringReport:
    """What `wfk rename-step` and the other refactorings change."""

    format_version: Literal[1] = 1
    """Version of this format."""
    title: str
    """What the refactoring does."""
    written: bool
    """True when the files were written."""
    changed: tuple[RefactoredFile, ...]
    """The changed files."""
    new: tuple[RefactoredNewFile, ...]
    """The new files."""
    promises: tuple[str, ...]
    """What stays and what changes for the agent, proved by compiling before and after."""
    notes: tuple[PlaceNote, ...]
    """What was left."""


def changed_text(path: str, text: str, edits: tuple[Edit, ...]) -> RefactoredFile:
    """Return the *edits* of the file at *path*, which holds *text*, with their positions."""
    lines = Lines(text)
    changes: list[RefactoredRange] = []
    for change in range_replacements(edits):
        span = lines.span(change.start, change.end)
        changes.append(
            RefactoredRange(
                start_line=span.start.line,
                start_column=span.start.column,
                end_line=span.end.line,
                end_column=span.end.column,
                text=change.text,
            )
        )
    return RefactoredFile(path=path, changes=tuple(changes))


def new_texts(texts: Mapping[str, str]) -> tuple[RefactoredNewFile, ...]:
    """Return the new files *texts*, by path."""
    return tuple(RefactoredNewFile(path=path, text=text) for path, text in texts.items())
