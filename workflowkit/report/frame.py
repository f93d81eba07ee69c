"""The code frame: lines of source with the places of a finding underlined.

A line that is too long is shown in part, around the place; line numbers and columns stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from workflowkit.records import dataclass
from workflowkit.report.cells import is_plain, pieces, printable, width
from workflowkit.report.style import BLUE, Style
from workflowkit.text.positions import Lines, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """One underlined place."""

    span: Span
    label: str
    """Shown after the underline; may be empty."""
    color: str
    is_primary: bool


def draw(lines: Lines, marks: Iterable[Mark], gutter: int, style: Style) -> list[str]:
    """Return the rows of the frame for *marks*, by line, with line numbers *gutter* cells wide."""
    rows: list[str] = []
    ordered = sorted(marks, key=lambda mark: (mark.span.start, mark.is_primary))
    for number, on_line in groupby(ordered, key=lambda mark: mark.span.start.line):
        source = lines.line(number).rstrip()
        spots = [_spot(mark, source) for mark in on_line]
        for view in _views(source, spots, style.width):
            rows.extend(_draw_view(view, number, gutter, style))
        is_opener = len(source) <= style.width and source.strip() in _OPENERS
        if is_opener and not any(mark.span.start.line == number + 1 for mark in ordered):
            rows.extend(_draw_context(lines, number + 1, gutter, style))
    return rows


_OPENERS = frozenset("{[")
_NOT_SPACE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A mark on its line: from *start* up to *end*, in characters from 0."""

    start: int
    end: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class _View:
    """The part of a line from *start* up to *end* that is shown, with the spots in it."""

    source: str
    start: int
    end: int
    spots: Sequence[_Spot]


def _spot(mark: Mark, source: str) -> _Spot:
    span = mark.span
    start = min(span.start.column - 1, len(source))
    end = span.end.column - 1 if span.end.line == span.start.line else len(source)
    return _Spot(start, max(start, min(end, len(source))), mark)


def _views(source: str, spots: Sequence[_Spot], room: int) -> Iterator[_View]:
    """Yield one view of the line when all *spots* fit into it, else one for each."""
    last = max(spot.end for spot in spots)
    start, end = _window(source, spots[0].start, last, room)
    if end >= last or len(spots) == 1:
        yield _View(source, start, end, spots)
        return
    for spot in spots:
        yield _View(source, *_window(source, spot.start, spot.end, room), [spot])


def _window(source: str, start: int, end: int, room: int) -> tuple[int, int]:
    """Return the part of *source* to show around the characters from *start* up to *end*, *room* cells wide."""
    # The first test avoids the slower second one for long lines.
    if len(source) <= 2 * room and width(pieces(source)) <= room:
        return 0, len(source)
    inside, free = _reach(source, range(start, end), room)
    if start + inside < end:
        # A long place is cut, so that some text before it is visible.
        inside, spare = _reach(source, range(start, end), room - room // 4)
        free = spare + room // 4
    before = min(free, max(free // 3, room // 4))
    left, spare = _reach(source, range(start - 1, -1, -1), before)
    right, spare = _reach(source, range(start + inside, len(source)), free - before + spare)
    further, _ = _reach(source, range(start - left - 1, -1, -1), spare)
    return start - left - further, start + inside + right


def _reach(source: str, offsets: range, room: int) -> tuple[int, int]:
    """Return how many characters at *offsets* fit into *room* cells, and the remaining cells."""
    # Plain characters take one cell each, so that only as many as fit are read.
    nearest = offsets[: max(0, room)]
    if nearest and is_plain(
        source[min(nearest[0], nearest[-1]) : max(nearest[0], nearest[-1]) + 1]
    ):
        return len(nearest), room - len(nearest)
    for count, offset in enumerate(offsets):
        cells = width(pieces(source[offset]))
        if cells > room:
            return count, room
        room -= cells
    return len(offsets), room


def _draw_view(view: _View, number: int, gutter: int, style: Style) -> Iterator[str]:
    shown = pieces(view.source[view.start : view.end])
    before = style.ellipsis if _NOT_SPACE.search(view.source, 0, view.start) else ""
    after = style.ellipsis if view.end < len(view.source) else ""
    bar = style.paint(f"{number:>{gutter}} {style.bar}", BLUE)
    yield f"{bar} {before}{''.join(shown)}{after}"
    bar = style.paint(f"{'':>{gutter}} {style.bar}", BLUE)
    for spot in view.spots:
        first, last = spot.start - view.start, min(spot.end, view.end) - view.start
        indent = " " * (len(before) + width(shown[:first]))
        sign = "^" if spot.mark.is_primary else "-"
        underline = sign * max(1, width(shown[first:last]))
        yield f"{bar} {indent}{style.paint(f'{underline} {_label(spot.mark)}'.rstrip(), spot.mark.color)}"


def _draw_context(lines: Lines, number: int, gutter: int, style: Style) -> Iterator[str]:
    """Yield the line after a lone bracket, which shows what the bracket opens."""
    if number <= lines.position(len(lines.text)).line:
        source = lines.line(number).rstrip()
        yield from _draw_view(
            _View(source, *_window(source, 0, 0, style.width), []), number, gutter, style
        )


def _label(mark: Mark) -> str:
    span = mark.span
    extent = f"to line {span.end.line}" if span.end.line > span.start.line else ""
    return ", ".join(filter(None, [extent, printable(mark.label)]))
