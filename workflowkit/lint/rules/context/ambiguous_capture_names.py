from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.suggest import closest


@rule("C022", severity=Severity.INFO, since="0.1.0")
def ambiguous_capture_names(analysis: Analysis) -> Iterator[Finding]:
    """Two captured keys have nearly the same name.

    ## Why

    The engine takes `openPoint` and `openPoints` for two keys.
    When they are meant to be one, some steps write what the others never read.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List what is open. Capture: `openQuestions`."},
        {"id": "ask", "title": "Ask", "prompt": "Ask me about `openQuestions`, and drop what is settled. Capture: `openQuestion`."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List what is open. Capture: `openQuestions`."},
        {"id": "ask", "title": "Ask", "prompt": "Ask me about `openQuestions`, and drop what is settled. Capture: `openQuestions`."}
      ]
    }
    ```
    """
    first: dict[str, Capture] = {}
    by_mark: dict[Mark, list[str]] = {}
    positions: dict[str, int] = {}
    for capture in analysis.context.captures:
        if capture.key in first:
            continue
        marks = _marks(capture.key)
        alike = {
            key
            for mark in marks
            for key in by_mark.get(mark, ())
            if _is_misspelling(capture.key, key)
        }
        twin = min(alike, key=positions.__getitem__, default=None)
        for mark in marks:
            by_mark.setdefault(mark, []).append(capture.key)
        positions[capture.key] = len(positions)
        first[capture.key] = capture
        if twin is not None:
            yield Finding(
                capture.route,
                f"'{capture.key}' and '{twin}' are two keys",
                help="use one name, or make the two differ by more than a letter",
                related=(Related(first[twin].route, f"'{twin}' is captured here"),),
                on_key=capture.window is None,
                window=capture.window,
            )


Mark = tuple[object, ...]


def _marks(key: str) -> set[Mark]:
    """Return what *key* has in common with every key that can be a misspelling of it: its singular words, or all words but one with the ends of that one."""
    words = _words(key)
    found: set[Mark] = {tuple(_singular(word) for word in words)}
    for index, word in enumerate(words):
        found.add((*words[:index], (word[0], word[-1]), *words[index + 1 :]))
    return found


def _is_misspelling(key: str, other: str) -> bool:
    """Return whether the names differ in case, underscores or plurals, or by a typo inside one long word."""
    words, others = _words(key), _words(other)
    if len(words) != len(others):
        return False
    if [_singular(word) for word in words] == [_singular(word) for word in others]:
        return True
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    word, twin = differing[0]
    longest = max(len(word), len(twin))
    is_alike = word[0] == twin[0] and word[-1] == twin[-1] and longest >= _LONG
    return is_alike and closest(word, [twin], cutoff=1 - 1 / longest) is not None


_LONG = 7
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@lru_cache(maxsize=1024)
def _words(key: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(key)]


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word
