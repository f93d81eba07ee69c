"""Text for people: grouped by file, each finding with the lines it is about; the summary comes last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.cells import printable, printable_lines
from workflowkit.report.frame import Mark, draw
from workflowkit.report.numbers import Numbers
from workflowkit.report.overview import LONG, overview
from workflowkit.report.pieces import ListedFinding, worst_first
from workflowkit.report.rule_text import rule_url
from workflowkit.report.style import BLUE, BOLD, SEVERITY_COLORS, Style
from workflowkit.text.document import Document
from workflowkit.text.durations import duration_text
from workflowkit.text.positions import Span
from workflowkit.text.routes import Route, format_route, value_at

MAX_CODES_IN_HINT: Final = 6


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:
    """Yield the findings by file with a line between them, and the summary; of many findings all errors come before the first warning."""
    between = ""
    path = None
    is_long = numbers.n_findings > LONG
    for finding in worst_first(listed, numbers) if is_long else listed:
        heading = f"{style.paint(printable(finding.path), BOLD)}\n" if finding.path != path else ""
        yield f"{between}{heading}{finding.text}"
        path, between = finding.path, "\n"
    blocks = [[f"{style.ellipsis} {numbers.n_omitted} more"]] if numbers.n_omitted else []
    if not style.quiet:
        hints = overview(numbers, style) if is_long else _hint(numbers)
        blocks.append([*hints, style.paint(summary(numbers, style), BOLD)])
    for block in blocks:
        yield between + "".join(f"{row}\n" for row in block)
        between = "\n"


def summary(numbers: Numbers, style: Style, *, with_time: bool = True) -> str:
    """Return the last line: the findings, the number of files, what `--fix` removes, and *with_time* the duration."""
    files = f"{numbers.n_files} file{'' if numbers.n_files == 1 else 's'}"
    parts = [f"{files}, no findings"]
    if numbers.n_findings:
        parts = [f"{_found(numbers)} in {numbers.n_files_with_findings} of {files}"]
    if numbers.n_fixable:
        parts.append(f"{numbers.n_fixable} fixable with --fix [*]")
    if numbers.n_suppressed:
        parts.append(f"{numbers.n_suppressed} suppressed")
    if numbers.n_known:
        parts.append(f"{numbers.n_known} in the {numbers.accepted_in}")
    if numbers.seconds and with_time:
        parts.append(duration_text(numbers.seconds))
    return style.separator.join(parts)


def _found(numbers: Numbers) -> str:
    counts = numbers.counts
    return ", ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts.get(severity)
    )


def _hint(numbers: Numbers) -> Iterator[str]:
    """Yield the hint at `wfk explain`, with each code once, the worst first."""
    ranked = sorted((count.severity.rank, count.code) for count in numbers.rule_counts)
    codes = list(dict.fromkeys(code for _, code in ranked))
    if not codes:
        return
    others = codes[1:MAX_CODES_IN_HINT]
    if len(codes) > MAX_CODES_IN_HINT:
        others.append(f"{len(codes) - MAX_CODES_IN_HINT} more")
    also = f" (also: {', '.join(others)})" if others else ""
    yield f"`wfk explain {codes[0]}` explains more{also}."


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],
    style: Style,
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return the lines of one finding, with a code frame when its file is known."""
    return "".join(f"{row}\n" for row in _rows(diagnostic, sources.get(diagnostic.path), style))


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
