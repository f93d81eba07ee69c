"""Text for people: grouped by file, each finding with the lines it is about; the summary comes last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.cells import printable, printable_lines
from workflowkit.report.frame import Mark, draw
from workflowkit.report.overview import LONG, overview
from workflowkit.report.result import Result
from workflowkit.report.rule_text import rule_url
from workflowkit.report.style import BLUE, BOLD, SEVERITY_COLORS, Style
from workflowkit.text.document import Document
from workflowkit.text.durations import duration_text
from workflowkit.text.positions import Span
from workflowkit.text.routes import Route, format_route, value_at

MAX_CODES_IN_HINT: Final = 6


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:
    """Render *result* with code frames for the files in *sources*."""
    blocks: list[list[str]] = []
    for path, diagnostics in groupby(result.listed, key=lambda diagnostic: diagnostic.path):
        heading = [style.paint(printable(path), BOLD)]
        for diagnostic in diagnostics:
            blocks.append([*heading, *_rows(diagnostic, sources.get(path), style)])
            heading = []
    if result.n_omitted:
        blocks.append([f"{style.ellipsis} {result.n_omitted} more"])
    if not style.quiet:
        hints = overview(result, style) if len(result.shown) > LONG else _hint(result)
        blocks.append([*hints, style.paint(summary(result, style), BOLD)])
    return "\n".join("".join(f"{row}\n" for row in block) for block in blocks)


def summary(result: Result, style: Style, *, with_time: bool = True) -> str:
    """Return the last line: the findings, the number of files, what `--fix` removes, and *with_time* the duration."""
    files = f"{result.n_files} file{'' if result.n_files == 1 else 's'}"
    parts = [f"{files}, no findings"]
    if result.shown:
        parts = [f"{_found(result)} in {result.n_files_with_findings} of {files}"]
    if result.n_fixable:
        parts.append(f"{result.n_fixable} fixable with --fix [*]")
    if result.n_suppressed:
        parts.append(f"{result.n_suppressed} suppressed")
    if result.n_known:
        parts.append(f"{result.n_known} in the {result.accepted_in}")
    if result.seconds and with_time:
        parts.append(duration_text(result.seconds))
    return style.separator.join(parts)


def _found(result: Result) -> str:
    counts = result.counts
    return ", ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    )


def _hint(result: Result) -> Iterator[str]:
    """Yield the hint at `wfk explain`, with each code once, the worst first."""
    ranked = sorted({(diagnostic.severity.rank, diagnostic.code) for diagnostic in result.shown})
    codes = list(dict.fromkeys(code for _, code in ranked))
    if not codes:
        return
    others = codes[1:MAX_CODES_IN_HINT]
    if len(codes) > MAX_CODES_IN_HINT:
        others.append(f"{len(codes) - MAX_CODES_IN_HINT} more")
    also = f" (also: {', '.join(others)})" if others else ""
    yield f"`wfk explain {codes[0]}` explains more{also}."


def _rows(diagnostic: Diagnostic, source: Document | None, style: Style) -> Iterator[str]:
    color = SEVERITY_COLORS[diagnostic.severity]
    rule = style.link(f"{diagnostic.code} {diagnostic.name}", rule_url(diagnostic.name))
    title = style.paint(f"{diagnostic.severity}[{rule}]", color)
    fix = diagnostic.finding.fix
    mark = f" {style.paint('[*]', BLUE)}" if fix and fix.safe else ""
    yield f"{title}: {style.paint(printable(diagnostic.message), BOLD)}{mark}"

    marks: list[Mark] = []
    notes = [("help", diagnostic.help), ("note", diagnostic.finding.note)]
    for place in diagnostic.related:
        if place.path == diagnostic.path and place.span and source:
            marks.append(Mark(place.span, place.message, BLUE, is_primary=False))
        else:
            notes.append(("note", f"{printable(address(place.path, place.span))}: {place.message}"))
    if source:
        marks.append(Mark(diagnostic.span, "", color, is_primary=True))

    gutter = max([2, *(len(str(mark.span.start.line + 1)) for mark in marks)])
    where = printable(address(diagnostic.path, diagnostic.span))
    inside = _inside_string(diagnostic, source) if source else ""
    yield f"{' ' * gutter}{style.paint(style.arrow, BLUE)} {where}{inside}"
    if source:
        yield from draw(source.lines, marks, gutter, style)
    for word, text in notes:
        yield from _note(word, text, " " * gutter, style)


def address(path: str, span: Span | None) -> str:
    """Return `path:line:column`, or the path alone without a span."""
    return f"{path}:{span.start.line}:{span.start.column}" if span else path


def _inside_string(diagnostic: Diagnostic, source: Document) -> str:
    """Return the line of a long string value that the finding is about: ` (prompt, line 4 of 22)`."""
    if diagnostic.finding.window is None:
        return ""
    try:
        value = value_at(source.value, diagnostic.route)
    except (LookupError, TypeError):
        return ""
    if not isinstance(value, str) or "\n" not in value:
        return ""
    line = value.count("\n", 0, diagnostic.finding.window[0]) + 1
    n_lines = value.count("\n") + 1
    name = printable(format_route(_tail(diagnostic.route)))
    return f" ({name}, line {line} of {n_lines})"


def _tail(route: Route) -> Route:
    """Return the end of *route*, from the last key on."""
    keys = [index for index, part in enumerate(route) if isinstance(part, str)]
    return route[keys[-1] :] if keys else route


def _note(word: str, text: str, indent: str, style: Style) -> Iterator[str]:
    if not text:
        return
    first, *more = printable_lines(text)
    yield f"{indent} {style.paint('=', BLUE)} {style.paint(f'{word}:', BOLD)} {first}"
    for line in more:
        yield f"{indent}   {' ' * len(word)}  {line}"
