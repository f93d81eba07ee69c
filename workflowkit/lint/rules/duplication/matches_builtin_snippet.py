from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("D007", severity=Severity.INFO, since="0.1.0")
def matches_builtin_snippet(analysis: Analysis) -> Iterator[Finding]:
    """A prompt says in other words what a built-in text says.

    ## Why

    The built-in text is kept in one place for all workflows; the retyped one is not corrected with it.
    Where a declared feature brings the original along, the agent reads two versions.

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
    known = [
        (line, _words(line), name) for line, name in analysis.spec.lines if len(line) >= _SHORTEST
    ]
    for passage in analysis.passages:
        for match in _LINE.finditer(passage.text):
            words = _words(match["line"])
            # Half of the words in common is the least for lines that alike.
            likely = [
                (line, name)
                for line, own, name in known
                if 2 * len(words & own) >= len(words | own)
            ]
            name = _most_alike(match["line"], likely)
            if name:
                yield Finding(
                    passage.route,
                    f"the line says nearly what '{name}' says",
                    help=f"use the ref '{name}' instead"
                    if ".refs." in name
                    else f"declare '{name}' instead",
                    window=match.span("line"),
                )


_SHARE = 72
_SHORTEST = 40
_LINE = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])?[ \t]*(?P<line>\S[^\n]{39,})$", re.MULTILINE)
_WORD = re.compile(r"[a-z]{3,}")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _most_alike(line: str, likely: Sequence[tuple[str, str]]) -> str:
    """The id whose line is most like *line*; empty when none is like enough."""
    if not likely:
        return ""
    # Imported here because hardly any line shares half its words with a built-in one.
    from rapidfuzz.fuzz import ratio

    share, name = max((ratio(line.lower(), text.lower()), name) for text, name in likely)
    return name if share >= _SHARE else ""
