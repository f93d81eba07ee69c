from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.passages import MARK, Passage
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule("P024", severity=Severity.WARNING, since="0.1.0", fix="safe")
def unbalanced_delimiters(analysis: Analysis) -> Iterator[Finding]:
    """A parenthesis, a backtick or a fence has no partner.

    ## Why

    It is usually the trace of a cut sentence: the agent reads the rest as part of what was opened.
    After a fence that is never closed the whole rest of the prompt is code.

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
    """
    for passage in analysis.passages:
        fence = _open_fence(passage.text)
        if fence:
            closed = f"{passage.text.rstrip()}\n{fence[0]}"
            yield Finding(
                passage.route,
                "the fence is never closed",
                help="close it behind the last line of the code",
                window=fence.span(),
                fix=Fix(
                    "close the fence at the end",
                    (Edit("set", passage.route, closed),),
                    safe=True,
                    changes="the prompt ends with the closing fence",
                ),
            )
            continue
        offset = _lonely(passage)
        if offset >= 0:
            yield Finding(
                passage.route,
                f"the '{passage.text[offset]}' has no partner",
                help="add the missing one, or the words that were lost with it",
                window=(offset, offset + 1),
            )


_FENCE = re.compile(r"^[ \t]*(`{3,})", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_TICK = re.compile(r"(``+)(?:(?!\1).)*\1|(?P<tick>`)")
_MARKER = re.compile(r"(?:^|[\s(,;:])(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})\)$")
_FACE = re.compile(r"[:;][-']?[()]")


def _open_fence(text: str) -> re.Match[str] | None:
    """The start of the fenced block that is open at the end of *text*."""
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
    """Where the first backtick or parenthesis without a partner stands; -1 when there is none, or when code spans go over line breaks."""
    lines = _LINE.finditer(passage.text) if "`" in passage.prose else ()
    odd = [ticks for line in lines if len(ticks := _ticks(passage, line)) % 2]
    if len(odd) == 1:
        return odd[0][-1]
    return -1 if odd or "`" in passage.prose else _parenthesis(passage.prose)


def _ticks(passage: Passage, line: re.Match[str]) -> list[int]:
    """The backticks of one line outside of fences."""
    return [
        match.start()
        for match in _TICK.finditer(passage.text, *line.span())
        if match["tick"] and passage.prose[match.start()] in (MARK, "`")
    ]


def _parenthesis(prose: str) -> int:
    """Where the first one without a partner stands; list markers and faces are no parentheses."""
    opened: list[int] = []
    for match in _PARENTHESIS.finditer(prose):
        offset = match.start()
        line = prose[prose.rfind("\n", 0, offset) + 1 : offset + 1]
        if _FACE.fullmatch(line[-2:]) or _FACE.fullmatch(line[-3:]):
            continue
        if match[0] == "(":
            opened.append(offset)
        elif opened:
            opened.pop()
        elif not _MARKER.search(line) and line.count("[") <= line.count("]"):
            return offset
    return next((offset for offset in opened if "]" not in prose[offset : offset + 30]), -1)


_PARENTHESIS = re.compile(r"[()]")
