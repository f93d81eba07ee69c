from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import MARK, Passage
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("P024", severity=Severity.WARNING, since="0.1.0", fix="safe")
def unbalanced_delimiters(analysis: Analysis) -> Iterator[Finding]:
    """A parenthesis, a backtick or a fence is unmatched.

    ## Why

    It usually remains of a cut sentence: the agent reads the rest as part of what was opened.
    After a fence that is never closed the rest of the prompt is code.
    A fence that is spread over several items of a list is closed, but the renderer puts a number or a dash before each of its lines.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "a-step", "title": "A step", "prompt": "Name the callers (with file and line."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "a-step", "title": "A step", "prompt": "Name the callers (with file and line)."}
      ]
    }
    ```

    ## Fix

    A fence that is open at the end of the text is closed there.
    A block that is spread over items has to be joined by hand.
    """
    for step in analysis.workflow.prompt_steps:
        passages = analysis.passages.of(step)
        spread = [part for group in _sections(passages) for part in _spread(group)]
        for block in spread:
            yield _spread_over(block)
        in_spread = {passage.route for block in spread for passage in block}
        for passage in passages:
            if passage.route not in in_spread:
                yield from _unbalanced(passage)


def _sections(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yield the passages that are items of the same list."""
    for _, group in groupby(passages, key=lambda passage: passage.section):
        yield list(group)


def _spread(items: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yield the consecutive *items* over which one fenced block extends; a block that stays open is not one of them."""
    block: list[Passage] = []
    opened = ""
    for passage in items:
        opened = _fence_after(passage.text, opened)
        if opened or block:
            block.append(passage)
        if not opened:
            if len(block) > 1:
                yield block
            block = []


def _fence_after(text: str, opened: str) -> str:
    """Return the fence that is open at the end of *text*, when *opened* is open at its start."""
    for match in _FENCE.finditer(text) if "```" in text else ():
        if not opened:
            opened = match[1]
        # Only a bare fence closes what another item has opened.
        elif match[1].startswith(opened) and not match["info"].strip():
            opened = ""
    return opened


def _spread_over(block: Sequence[Passage]) -> Finding:
    first = block[0]
    fence = _FENCE.search(first.text)
    return Finding(
        first.route,
        f"a code block is spread over {len(block)} items, each of which is rendered with its own marker",
        help="put the whole block into one item",
        window=fence.span() if fence else None,
    )


def _unbalanced(passage: Passage) -> Iterator[Finding]:
    fence = _open_fence(passage.text)
    if fence:
        closed = f"{passage.text.rstrip()}\n{fence[1]}"
        yield Finding(
            passage.route,
            "the fence is never closed",
            help="close it after the last line of the code",
            window=(fence.start(), fence.end(1)),
            fix=Fix(
                "close the fence at the end",
                (Edit("set", passage.route, closed),),
                safe=True,
                changes="the prompt ends with the closing fence",
            ),
        )
        return
    offset = _lonely(passage)
    if offset >= 0:
        yield Finding(
            passage.route,
            f"the '{passage.text[offset]}' is unmatched",
            help="add its counterpart, or the words that were lost with it",
            window=(offset, offset + 1),
        )


_FENCE = re.compile(r"^[ \t]*(`{3,})(?P<info>[^\n]*)", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_TICKS = re.compile("`+")
_MARKER = re.compile(r"(?:^|[\s(,;:])(?:\d{1,3}[a-z]?|[A-Za-z]|[ivx]{1,4})\)$")
_FACE = re.compile(r"(?:^|\s)[:;][-']?[()]$")


def _open_fence(text: str) -> re.Match[str] | None:
    """Return the start of the fenced block that is open at the end of *text*."""
    if "```" not in text:
        return None
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match
        elif match[1].startswith(opened[1]):
            opened = None
    return opened


def _lonely(passage: Passage) -> int:
    """Return the offset of the first unmatched backtick or parenthesis; -1 without one, or when code spans contain line breaks."""
    lines = _LINE.finditer(passage.text) if "`" in passage.prose else ()
    odd = [ticks for line in lines if len(ticks := _ticks(passage, line)) % 2]
    if len(odd) == 1:
        return odd[0][-1]
    has_none = "(" not in passage.prose and ")" not in passage.prose
    return -1 if odd or has_none or "`" in passage.prose else _parenthesis(passage.prose)


def _ticks(passage: Passage, line: re.Match[str]) -> list[int]:
    """Return the backticks of one line outside of fences."""
    runs = [match.span() for match in _TICKS.finditer(passage.text, *line.span())]
    closing = _closing(runs)
    ticks: list[int] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        closer = closing[index] if end - start > 1 else None
        if closer is None:
            ticks += range(start, end)
        index = 1 + (index if closer is None else closer)
    return [tick for tick in ticks if passage.prose[tick] in (MARK, "`")]


def _closing(runs: list[tuple[int, int]]) -> list[int | None]:
    """Return, for each run of backticks, the index of the next one that is as long or longer; None without one."""
    closing: list[int | None] = [None] * len(runs)
    open_runs: list[int] = []
    for index, (start, end) in enumerate(runs):
        while open_runs and runs[open_runs[-1]][1] - runs[open_runs[-1]][0] <= end - start:
            closing[open_runs.pop()] = index
        open_runs.append(index)
    return closing


def _parenthesis(prose: str) -> int:
    """Return the offset of the first unmatched parenthesis; list markers and smileys are skipped."""
    opened: list[int] = []
    for match in _PARENTHESIS.finditer(prose):
        offset = match.start()
        # Smileys and list markers are short, and a line may be long.
        start = prose.rfind("\n", max(0, offset - 10), offset) + 1 or max(0, offset - 10)
        tail = prose[start : offset + 1]
        if _FACE.search(tail):
            continue
        if match[0] == "(":
            opened.append(offset)
        elif opened:
            opened.pop()
        elif not _MARKER.search(tail) and not _is_in_brackets(prose, offset):
            return offset
    return next((offset for offset in opened if "]" not in prose[offset : offset + 30]), -1)


_PARENTHESIS = re.compile(r"[()]")


def _is_in_brackets(prose: str, offset: int) -> bool:
    start = prose.rfind("\n", 0, offset) + 1
    return prose.count("[", start, offset) > prose.count("]", start, offset)
