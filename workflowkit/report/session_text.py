"""Sessions and totals as text: a table, JSON or CSV. Figures are grouped by their source."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from operator import attrgetter
from typing import Any

from workflowkit.records import dataclass
from workflowkit.sessions.git_figures import GitComparison
from workflowkit.sessions.metrics import OUTCOMES, SOURCES, FigureSource
from workflowkit.sessions.summary import Session, Totals
from workflowkit.text.ecmascript import ecma_number
from workflowkit.text.json_records import json_key
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with the path of its log and the comparison with git."""

    path: str
    session: Session
    comparison: GitComparison | None = None
    """None when git was not asked or had no answer."""


def printable(text: str) -> str:
    """Return *text* on one line without control characters: ids and names in a log are not trusted."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return ecma_number(value)
    if isinstance(value, tuple):
        return " ".join(map(_text, value))
    return printable(str(value))


def _count(values: Json) -> str:
    return str(len(values))


def _duration(milliseconds: Json) -> str:
    seconds = milliseconds / 1000
    if abs(seconds) < 60:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if abs(minutes) < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of a row."""

    name: str
    """In CSV; JSON writes it in camelCase."""
    read: Callable[[Any], Json]
    source: FigureSource | None = None
    """None for what identifies the row."""
    heading: str = ""
    """In the table; empty when the table omits the figure."""
    show: Callable[[Json], str] = _text
    """Formats a known value for the table."""
    in_json: Callable[[Json], Json] = lambda value: value
    """Converts a known value for JSON."""


def _get(path: str) -> Callable[[Any], Json]:
    """Return a reader of dotted attributes; it gives None as soon as one of them is."""

    def read(value: Any) -> Json:
        for name in path.split("."):
            if value is None:
                return None
            value = getattr(value, name)
        return value

    return read


def _n_with(outcome: str) -> Callable[[Totals], Json]:
    return lambda totals: totals.n_by_outcome.get(outcome, 0)


def _disagreements(row: SessionRow) -> Json:
    return row.comparison and tuple(
        disagreement.figure for disagreement in row.comparison.disagreements
    )


_SHOWN_METRICS: Mapping[str, tuple[str, Callable[[Json], str]]] = {
    "duration_ms": ("duration", _duration),
    "capture_confidence": ("confidence", _text),
    "outcome": ("outcome", _text),
    "pr_numbers": ("prs", _text),
    "commit_shas": ("commits", _count),
    "files_changed": ("files", _text),
    "lines_added": ("added", _text),
    "lines_removed": ("removed", _text),
}

SESSION_COLUMNS = (
    Column("session", _get("session.id"), heading="session"),
    Column("workflow", _get("session.workflow"), heading="workflow"),
    Column("path", _get("path")),
    Column("events", _get("session.n_events"), heading="events"),
    Column("completed", lambda row: row.session.metrics is not None, heading="completed"),
    *(
        Column(
            name, _get(f"session.metrics.{name}"), source, *_SHOWN_METRICS.get(name, ("", _text))
        )
        for wanted in (FigureSource.ENGINE, FigureSource.AGENT)
        for name, source in SOURCES.items()
        if source is wanted
    ),
    Column("files_changed", _get("comparison.figures.files_changed"), FigureSource.GIT, "files"),
    Column("lines_added", _get("comparison.figures.lines_added"), FigureSource.GIT, "added"),
    Column("lines_removed", _get("comparison.figures.lines_removed"), FigureSource.GIT, "removed"),
    Column(
        "disagreements",
        _disagreements,
        FigureSource.GIT,
        "disagrees on",
        in_json=lambda figures: [json_key(figure) for figure in figures],
    ),
)

TOTALS_COLUMNS = (
    Column("workflow", attrgetter("workflow"), heading="workflow"),
    Column("sessions", attrgetter("n_sessions"), heading="sessions"),
    Column("completed", attrgetter("n_completed"), heading="completed"),
    Column("duration_ms", attrgetter("duration_ms"), FigureSource.ENGINE, "duration", _duration),
    *(Column(word, _n_with(word), FigureSource.AGENT, word) for word in OUTCOMES),
    Column("pull_requests", attrgetter("n_pull_requests"), FigureSource.AGENT, "prs"),
    Column("commits", attrgetter("n_commits"), FigureSource.AGENT, "commits"),
    Column("files_changed", attrgetter("files_changed"), FigureSource.AGENT, "files"),
    Column("lines_added", attrgetter("lines_added"), FigureSource.AGENT, "added"),
    Column("lines_removed", attrgetter("lines_removed"), FigureSource.AGENT, "removed"),
)


def to_json(rows: Sequence[SessionRow], totals: Sequence[Totals], n_problems: int) -> str:
    """Render one JSON object, a `SessionMetrics` record: the figures are grouped by source."""
    value = {
        "formatVersion": 1,
        "sessions": [_grouped(SESSION_COLUMNS, row) for row in rows],
        "totals": [_grouped(TOTALS_COLUMNS, workflow_totals) for workflow_totals in totals],
        "problems": n_problems,
    }
    return json.dumps(value, indent=2) + "\n"


def to_csv(columns: Sequence[Column], rows: Sequence[SessionRow] | Sequence[Totals]) -> str:
    """Render a header and one line per row; names of figures begin with their source, unknown values are empty."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        f"{_key(column.source)}_{column.name}" if column.source else column.name
        for column in columns
    )
    for row in rows:
        values = (column.read(row) for column in columns)
        writer.writerow("" if value is None else _cell(value) for value in values)
    return text.getvalue()


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: Json) -> str:
    """Return *value* as a cell that a spreadsheet reads as text, never as a formula."""
    text = _text(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not is_number else text


def to_table(columns: Sequence[Column], rows: Sequence[SessionRow] | Sequence[Totals]) -> str:
    """Render aligned columns below two lines of headings: the source of the figures, and their names.

    Columns of git are omitted when all of them are empty.
    """
    shown = [
        column
        for column in columns
        if column.heading
        and (
            column.source is not FigureSource.GIT
            or any(column.read(row) is not None for row in rows)
        )
    ]
    lines = [list(_source_headings(shown)), [column.heading for column in shown]]
    for row in rows:
        values = ((column, column.read(row)) for column in shown)
        lines.append(["-" if value is None else column.show(value) for column, value in values])
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "".join(_aligned(cells, widths) for cells in lines)


def _source_headings(columns: Sequence[Column]) -> Iterator[str]:
    """Yield the source above the first of the columns that share it."""
    previous: FigureSource | None = None
    for column in columns:
        yield column.source.value if column.source and column.source != previous else ""
        previous = column.source


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip() + "\n"


def _grouped(columns: Sequence[Column], row: SessionRow | Totals) -> dict[str, Json]:
    """Return the figures by source; unknown ones are null."""
    groups: dict[str, Json] = {}
    for column in columns:
        value = column.read(row)
        value = None if value is None else column.in_json(value)
        if column.source is None:
            groups[json_key(column.name)] = value
        else:
            group = groups.setdefault(json_key(_key(column.source)), {})
            group[json_key(column.name)] = value
    return groups


def _key(source: FigureSource) -> str:
    return source.value.replace("-", "_")
