"""Markdown for a comment on a pull request, and for the summary of a step: the numbers, the rules, and the findings, worst first.

A comment has a maximum size, so that the last findings are counted instead of listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic
from workflowkit.report.escapes import markdown_code, markdown_text
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding, worst_first
from workflowkit.report.rule_text import rule_url
from workflowkit.report.style import PLAIN, Style
from workflowkit.report.text import address, summary
from workflowkit.text.document import Document

MAX_CHARACTERS: Final = 60_000
"""GitHub takes 65,536 characters for a comment."""


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield one comment."""
    rows = [f"### wfk: {markdown_text(summary(numbers, PLAIN, with_time=False))}"]
    if numbers.n_findings:
        rows += ["", "| rule | severity | count | fixable |", "| --- | --- | ---: | ---: |"]
        rows += _rules(numbers)
        rows += ["", "| | place | finding |", "| --- | --- | --- |"]
    yield from (f"{row}\n" for row in rows)
    if numbers.n_findings:
        room = MAX_CHARACTERS - sum(len(row) + 1 for row in rows)
        yield from _findings(listed, numbers, room)


def _rules(numbers: Numbers) -> Iterator[str]:
    for count in numbers.rule_counts:
        rule = f"[{count.code} {count.name}]({rule_url(count.name)})"
        yield f"| {rule} | {count.severity} | {count.n_findings} | {count.fixable} |"


def _findings(listed: Iterable[ListedFinding], numbers: Numbers, room: int) -> Iterator[str]:
    """Yield a row for each finding while there is *room*, and how many there are more."""
    n_listed = 0
    for finding in worst_first(listed, numbers):
        room -= len(finding.text)
        if room < 0:
            break
        n_listed += 1
        yield finding.text
    n_more = numbers.n_findings - n_listed
    if n_more:
        yield f"\n… {n_more} more\n"


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,  # noqa: ARG001 - one signature for all formats
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return the row of one finding."""
    place = markdown_code(address(diagnostic.path, diagnostic.span))
    rule = f"[{diagnostic.code}]({rule_url(diagnostic.name)})"
    texts = [markdown_text(text) for text in (diagnostic.message, diagnostic.help) if text]
    return f"| {diagnostic.severity} | {place} | {rule} {'<br>'.join(texts)} |\n"
