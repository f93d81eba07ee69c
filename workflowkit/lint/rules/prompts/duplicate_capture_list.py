from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.records import dataclass


@rule("P031", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def duplicate_capture_list(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt lists the same captures twice.

    ## Why

    When one of the lists is changed, the other one contradicts it, and the agent has to choose.
    A key that only one of them contains may never be set.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "assess",
          "title": "Assess",
          "prompt": "Assess the change.\n\nCapture:\n- `riskLevel`: one of low | high: the risk\n- `riskReason`: text: why\n- `openCount`: number: what is open\n\nSet context variables: `riskLevel`, `riskReason`, `openCount`"
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "assess",
          "title": "Assess",
          "prompt": "Assess the change.\n\nCapture:\n- `riskLevel`: one of low | high: the risk\n- `riskReason`: text: why\n- `openCount`: number: what is open"
        }
      ]
    }
    ```

    ## Fix

    Deletes a list of bare names when the other list contains all of them.
    """
    for step in analysis.workflow.prompt_steps:
        keys = analysis.context.captured_keys.get(step.route, frozenset())
        if len(keys) < _FEWEST:
            continue
        lists = [
            listing for passage in analysis.passages.of(step) for listing in _lists(passage, keys)
        ]
        if step.outputs:
            lists.append(_List(None, (0, 0), frozenset(step.outputs), is_bare=False))
        for index, later in enumerate(lists):
            earlier = next(
                (listing for listing in lists[:index] if len(listing.keys & later.keys) >= _FEWEST),
                None,
            )
            if earlier:
                yield from _finding(earlier, later)
                break


_FEWEST = 3
_HEADER = re.compile(
    r"^[ \t]*(?:[-*][ \t]+|\d+[.)][ \t]+)?\**(?:capture\b|(?:set|record) (?:these|the following|context|session)\b)[^:\n]{0,90}:\**[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM = re.compile(r"[ \t]*[-*•][ \t]")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class _List:
    """One list of captures; without a passage it is `outputRequired`."""

    passage: Passage | None
    window: tuple[int, int]
    keys: frozenset[str]
    is_bare: bool
    """True when it consists of names alone."""


def _lists(passage: Passage, keys: frozenset[str]) -> Iterator[_List]:
    if passage.section == "outputRequired":
        return
    for header in _HEADER.finditer(passage.text):
        end = _end(passage.text, header.end())
        words = [word for word in _NAME.findall(passage.text, header.end(), end) if word != "and"]
        named = keys & set(words)
        yield _List(passage, (header.start(), end), named, is_bare=len(words) == len(named))


def _end(text: str, start: int) -> int:
    """Return the end of the list that begins at *start*: the end of the line, or of the bullets below it."""
    end = text.find("\n", start)
    while end >= 0 and _ITEM.match(text, end + 1):
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end


def _finding(earlier: _List, later: _List) -> Iterator[Finding]:
    shown = later if later.passage else earlier
    if shown.passage is None:
        return
    same = sorted(earlier.keys & later.keys)
    spare = next(
        (listing for listing in (later, earlier) if _can_go(listing, earlier, later)), None
    )
    line_end = shown.passage.text.find("\n", shown.window[0], shown.window[1])
    yield Finding(
        shown.passage.route,
        f"{len(same)} captures are listed twice, among them '{same[0]}'",
        help="keep one list, with a description of each key",
        window=(shown.window[0], line_end if line_end >= 0 else shown.window[1]),
        fix=_without(spare) if spare else None,
    )


def _can_go(listing: _List, earlier: _List, later: _List) -> bool:
    """Return whether *item* is redundant: it is bare, and the other list contains all its keys."""
    return listing.is_bare and listing.keys <= (earlier if listing is later else later).keys


def _without(listing: _List) -> Fix | None:
    passage = listing.passage
    if passage is None:
        return None
    rest = (passage.text[: listing.window[0]].rstrip() + passage.text[listing.window[1] :]).strip()
    if rest:
        return Fix("delete the bare list", (Edit("set", passage.route, rest),))
    is_item = isinstance(passage.route[-1], int)
    return Fix("delete the bare list", (Edit("delete", passage.route),)) if is_item else None
