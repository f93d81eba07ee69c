"""Provenance: where each passage of a prompt was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.text.routes import Json


class Writer(StrEnum):
    """Who wrote a passage."""

    OWN = "own"
    """The step itself."""
    ROUTINE = "routine"
    """A step of a routine that the workflow calls."""
    ARGUMENT = "argument"
    """The step that calls the routine, as an argument."""
    REF = "ref"
    FEATURE = "feature"
    FRAGMENT = "fragment"
    SLOT = "slot"
    ENGINE = "engine"
    """The engine; the words are those of wfk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a passage was written."""

    writer: Writer
    """Who wrote it."""
    name: str = ""
    """Id of the routine, ref, feature, fragment or slot, or the section of the engine; empty for the step's own text."""
    route: str = ""
    """The value in the workflow, or for a routine in its file; empty for what is in neither."""
    condition: Json = None
    """The condition under which a fragment is shown; null when it always is."""


@dataclass(frozen=True, slots=True)
class PromptPiece:
    """A part of a text, and where it was written: the innermost place first."""

    text: str
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Neighboring lines of a prompt that were written in the same places."""

    text: str
    """The lines, without the last line end."""
    provenance: tuple[Provenance, ...]
    """Every place that a part of them was written in, in order of appearance."""
    after_blank_line: bool
    """True when a blank line is in front of it, or nothing."""


def joined(pieces: Iterable[PromptPiece]) -> str:
    """Return the text of *pieces*."""
    return "".join(piece.text for piece in pieces)


def paragraphs(pieces: Iterable[PromptPiece]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the text of *pieces*: split at blank lines, and where the provenance of whole lines changes."""
    lines: list[str] = []
    current: tuple[Provenance, ...] = ()
    opens = True
    for text, provenance in (*_lines(pieces), ("", ())):
        is_blank = not text.strip()
        if lines and (is_blank or provenance != current):
            yield Paragraph(text="\n".join(lines), provenance=current, after_blank_line=opens)
            lines, opens = [], False
        if is_blank:
            opens = True
        else:
            current = provenance
            lines.append(text)


def _lines(pieces: Iterable[PromptPiece]) -> Iterator[tuple[str, tuple[Provenance, ...]]]:
    """Yield each line with the places that its characters were written in."""
    text = ""
    places: dict[tuple[str, str, str], Provenance] = {}
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        for index, part in enumerate((first, *rest)):
            if index:
                yield text, tuple(places.values())
                text, places = "", {}
            text += part
            # Conditions are JSON, which cannot be hashed.
            if part:
                for place in piece.provenance:
                    places.setdefault((place.writer.value, place.name, place.route), place)
    if text:
        yield text, tuple(places.values())
