"""The interface of subjects for the runner and the fixer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol, Self

from workflowkit.diagnostics import Diagnostic, Edit, Fix, Identified
from workflowkit.text.document import Document
from workflowkit.text.edits import Replacement


class Reason(StrEnum):
    """Why a fix was skipped; completes the sentence `1 fix skipped: …`."""

    NOT_UTF8 = "the file is not UTF-8"
    REPEATED_KEYS = "the file has an object with the same key twice"
    NO_PLACE = "its place does not exist"
    NO_CHANGE = "it would change nothing"
    UNREADABLE = "it would make the file unreadable"
    INVALID = "it would make the file invalid"
    OTHER_SNAPSHOT = "it would change what the file compiles to"
    NEW_FINDING = "it would cause another finding"
    TOO_MANY = "the file has too many fixes that have to be tried one by one"
    CITED = "it would delete what another part of the file names"


class Subject(Protocol):
    """Something that rules can be run on."""

    def objects(self) -> Mapping[str, object]:
        """Return what rules are given, by the name of its type, which is the annotation of their parameter."""

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position, in the same order."""


class FileSubject(Subject, Protocol):
    """One file that rules can be run on, and that their fixes can change."""

    @property
    def document(self) -> Document:
        """The text of the file."""

    @property
    def kind(self) -> str:
        """`workflow`, `routine`, `example` or `fixture`; empty for files that hold no workflow."""

    @property
    def hides_findings(self) -> bool:
        """True when one error can hide others, so that a safe fix may reveal more."""

    @property
    def unfixable_reason(self) -> Reason | None:
        """The reason to skip every fix; None when there is none."""

    def with_text(self, text: str) -> Self:
        """Return the same file with another *text*."""

    def replacements(self, edits: Iterable[Edit]) -> Sequence[Replacement]:
        """Return what *edits* change in the text, in its order. Raises EditError for a place that does not exist."""

    def skip_reason(self, fix: Fix) -> Reason | None:
        """Return the reason to skip *fix* whatever it makes of the file; None when there is none."""

    def broken_promise(self, changed: FileSubject, fixes: Sequence[Fix]) -> Reason | None:
        """Return what *fixes*, which made *changed* of this file, broke; None when they kept their promises.

        All of them are safe, or none; and all declare a change of what the file does, or none.
        """
