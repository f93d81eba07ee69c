"""Pieces: the findings of a run, each rendered where it was found, so that no process has to hold all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.fingerprint import identity_of
from workflowkit.report.numbers import FileCount, Numbers
from workflowkit.text.routes import Route

NUMBER: Final = "\x01"
IDENTITY: Final = "\x02"
"""Marks in a piece: of the number of the finding among those of its file with the same fingerprint, and of its identity.

They are known when all findings of the file are. Formats that use them write ASCII without control characters.
"""


class ReportPiece(NamedTuple):
    """One rendered finding; plain data."""

    path: str
    line: int
    column: int
    code: str
    message: str
    """With the fields before it what findings are sorted by."""
    end: tuple[int, int]
    """Line and column of the end."""
    route: Route
    """With all fields before it what no two findings of a run share."""
    name: str
    severity: str
    fix: str
    """`safe`, `unsafe`, or empty for none."""
    fingerprint: str
    """Empty when nothing needs it."""
    texts: tuple[str, ...]
    """What each of the chosen formats prints for it."""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, position, code, message: the same order on every machine."""
        return self[:5]

    @property
    def identity(self) -> tuple[object, ...]:
        """What no two findings of a run share."""
        return self[:7]


def piece_of(diagnostic: Diagnostic, fingerprint: str, texts: Iterable[str]) -> ReportPiece:
    """Return the piece of *diagnostic*, for which the formats print *texts*."""
    fix, end = diagnostic.finding.fix, diagnostic.span.end
    kind = ("safe" if fix.safe else "unsafe") if fix else ""
    return ReportPiece(
        *diagnostic.sort_key,
        (end.line, end.column),
        diagnostic.route,
        diagnostic.name,
        diagnostic.severity.value,
        kind,
        fingerprint,
        tuple(texts),
    )


def counts_of_pieces(pieces: Iterable[ReportPiece]) -> tuple[FileCount, ...]:
    """Count *pieces* by rule and severity."""
    found: dict[tuple[str, str], list[int]] = {}
    names: dict[str, str] = {}
    for piece in pieces:
        names.setdefault(piece.code, piece.name)
        numbers = found.setdefault((piece.code, piece.severity), [0, 0, 0])
        numbers[0] += 1
        numbers[1] += piece.fix == "safe"
        numbers[2] += piece.fix == "unsafe"
    return tuple(
        FileCount(code, names[code], severity, *numbers)
        for (code, severity), numbers in found.items()
    )


class ListedFinding(NamedTuple):
    """One finding as a format prints it."""

    path: str
    code: str
    name: str
    severity: Severity
    text: str


class ListedFindings(Iterable[ListedFinding]):
    """The findings that a report lists, in the order in which they are printed; may be iterated several times."""

    def __init__(
        self,
        pieces: Callable[[], Iterable[ReportPiece]],
        counts: Mapping[Severity, int],
        maximum: int | None,
        format_index: int = 0,
    ) -> None:
        """List the worst *maximum* of *pieces*, which have as many of each severity as *counts* says; all when it is None."""
        self._pieces = pieces
        self._index = format_index
        left = sum(counts.values()) if maximum is None else maximum
        self._room: dict[Severity, int] = {}
        for severity in Severity:
            self._room[severity] = min(left, counts.get(severity, 0))
            left -= self._room[severity]

    def __iter__(self) -> Iterator[ListedFinding]:
        return self._listed(self._room)

    def only(self, severity: Severity) -> Iterator[ListedFinding]:
        """Yield the findings of one *severity*."""
        return self._listed({severity: self._room[severity]})

    def _listed(self, room: Mapping[Severity, int]) -> Iterator[ListedFinding]:
        """Yield the findings of the severities in *room*, of each as many as it has room for."""
        left = {severity.value: (severity, n_left) for severity, n_left in room.items() if n_left}
        path, numbers = "", Counter[str]()
        for piece in self._pieces():
            if piece.path != path:
                path = piece.path
                numbers.clear()
            if piece.fingerprint:
                numbers[piece.fingerprint] += 1
            if piece.severity in left:
                severity, n_left = left[piece.severity]
                if n_left == 1:
                    del left[piece.severity]
                else:
                    left[piece.severity] = (severity, n_left - 1)
                text = piece.texts[self._index]
                if piece.fingerprint:
                    text = _numbered(piece, text, numbers[piece.fingerprint])
                yield ListedFinding(path, piece.code, piece.name, severity, text)
                if not left:
                    return


def _numbered(piece: ReportPiece, text: str, number: int) -> str:
    """Return *text* with the *number* of the finding and its identity where it has marks for them."""
    if NUMBER in text:
        text = text.replace(NUMBER, str(number))
    if IDENTITY in text:
        text = text.replace(
            IDENTITY, identity_of(piece.path, piece.name, piece.fingerprint, number)
        )
    return text


def worst_first(listed: Iterable[ListedFinding], numbers: Numbers) -> Iterator[ListedFinding]:
    """Yield *listed*, of a run with *numbers*, errors first, otherwise in their order."""
    counts = numbers.counts
    for severity in Severity:
        if not counts.get(severity):
            continue
        if isinstance(listed, ListedFindings):
            yield from listed.only(severity)
        else:
            yield from (finding for finding in listed if finding.severity is severity)
