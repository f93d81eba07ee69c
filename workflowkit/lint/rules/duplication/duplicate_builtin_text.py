from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("D007", severity=Severity.INFO, since="0.1.0")
def duplicate_builtin_text(analysis: Analysis) -> Iterator[Finding]:
    """A prompt restates a built-in text in other words.

    ## Why

    The built-in text is maintained in one place for all workflows; the restated one is not corrected with it.
    When a declared feature adds the original, the agent reads two versions.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "weigh",
          "title": "Weigh",
          "promptBlocks": {
            "goal": "Weigh the reviews.",
            "constraints": [
              "Weigh the evidence, not votes: one reproduced failure outranks many opinions, and a shared source counts only once."
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "weigh",
          "title": "Weigh",
          "promptBlocks": {
            "goal": "Weigh the reviews.",
            "constraints": [[{"kind": "ref", "refId": "wr.refs.synthesis_under_disagreement"}]]
          }
        }
      ]
    }
    ```
    """
    known, known_by_word = _known(analysis.spec.lines)
    fewest = min((len(words) for _, words, _ in known), default=0)
    for passage in analysis.passages:
        for match in _LINE.finditer(passage.text):
            words = _words(match["line"])
            # Few lines have as many words in common with all lines together.
            if 3 * len(words & known_by_word.keys()) < len(words) + fewest:
                continue
            common = Counter(chain.from_iterable(known_by_word.get(word, ()) for word in words))
            # Half of the words in common is the least for lines that are alike.
            likely = [known[i] for i, n in common.items() if 3 * n >= len(words) + len(known[i][1])]
            name = _most_alike(match["line"], likely)
            if name:
                yield Finding(
                    passage.route,
                    f"the line nearly repeats '{name}'",
                    help=f"use the ref '{name}' instead"
                    if ".refs." in name
                    else f"declare '{name}' instead",
                    window=match.span("line"),
                )


Known = tuple[str, frozenset[str], str]

_SHARE = 72
_SHORTEST = 40
_LINE = re.compile(r"^[ \t]*+(?:[-*•]|\d{1,2}[.)])?[ \t]*+(?P<line>\S[^\n]{39,})$", re.MULTILINE)
_WORD = re.compile(r"[a-z]{5,}")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


@lru_cache(maxsize=4)
def _known(
    lines: tuple[tuple[str, str], ...],
) -> tuple[Sequence[Known], Mapping[str, Sequence[int]]]:
    """Return the long ones of *lines*, which are the same for all files of a run, and their indexes by word."""
    known = [(line, _words(line), name) for line, name in lines if len(line) >= _SHORTEST]
    return known, _by_word(known)


def _by_word(known: Sequence[Known]) -> Mapping[str, Sequence[int]]:
    """Return each word with the indexes in *known* of the lines that contain it."""
    found: dict[str, list[int]] = {}
    for index, (_, words, _name) in enumerate(known):
        for word in words:
            found.setdefault(word, []).append(index)
    return found


def _most_alike(line: str, likely: Sequence[Known]) -> str:
    """Return the id whose line is most similar to *line*; empty when none is similar enough."""
    if not likely:
        return ""
    # Imported here because hardly any line shares half its words with a built-in one.
    from rapidfuzz.fuzz import ratio

    share, name = max((ratio(line.lower(), text.lower()), name) for text, _, name in likely)
    return name if share >= _SHARE else ""
