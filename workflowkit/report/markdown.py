"""Markdown for a comment on a pull request, and for the summary of a step: the numbers, the rules, and the findings, worst first.

A comment has a maximum size, so that the last findings are counted instead of listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic
from workflowkit.report.escapes import markdown_code, markdown_text
from workflowkit.report.overview import counts_by_rule
from workflowkit.report.result import Result
from workflowkit.report.rule_text import rule_url
from workflowkit.report.style import PLAIN, Style
from workflowkit.report.text import address, summary
from workflowkit.text.document import Document

MAX_CHARACTERS: Final = 60_000
"""GitHub takes 65,536 characters for a comment."""


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render *result* as one comment."""
    rows = [f"### wfk: {markdown_text(summary(result, PLAIN, with_time=False))}"]
    if result.shown:
        rows += ["", "| rule | severity | count | fixable |", "| --- | --- | ---: | ---: |"]
        rows += _rules(result)
        rows += ["", "| | place | finding |", "| --- | --- | --- |"]
        rows += _findings(result, MAX_CHARACTERS - sum(len(row) + 1 for row in rows))
    return "".join(f"{row}\n" for row in rows)


def _rules(result: Result) -> Iterator[str]:
    for count in counts_by_rule(result):
        rule = f"[{count.code} {count.name}]({rule_url(count.name)})"
        yield f"| {rule} | {count.severity} | {count.n_findings} | {count.fixable} |"


def _findings(result: Result, room: int) -> Iterator[str]:
    """Yield a row for each finding while there is *room*, and how many there are more."""
    ordered = sorted(result.listed, key=lambda diagnostic: diagnostic.severity.rank)
    n_listed = 0
    for row in map(_row, ordered):
        room -= len(row) + 1
        if room < 0:
            break
        n_listed += 1
        yield row
    n_more = len(result.shown) - n_listed
    if n_more:
        yield from ("", f"… {n_more} more")


def _row(diagnostic: Diagnostic) -> str:
    place = markdown_code(address(diagnostic.path, diagnostic.span))
    rule = f"[{diagnostic.code}]({rule_url(diagnostic.name)})"
    texts = [markdown_text(text) for text in (diagnostic.message, diagnostic.help) if text]
    return f"| {diagnostic.severity} | {place} | {rule} {'<br>'.join(texts)} |"
