from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.routes import Route


@rule("P044", severity=Severity.INFO, since="0.1.0")
def duplicate_capability_branch(analysis: Analysis) -> Iterator[Finding]:
    """Several prompts ask whether a tool is available.

    ## Why

    Their wording has to be kept the same by hand, and the agent decides the question again in every step.
    The feature `wr.features.capabilities` states the rule once, and a captured key with fragments makes it checkable.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "look-one",
          "title": "Look one",
          "prompt": "Look at part one. If delegation is available, send one subagent for each file."
        },
        {
          "id": "look-two",
          "title": "Look two",
          "prompt": "Look at part two. If delegation is available, send one subagent for each file."
        },
        {
          "id": "look-three",
          "title": "Look three",
          "prompt": "Look at part three. If delegation is available, send one subagent for each file."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "look-one", "title": "Look one", "prompt": "Look at part one."},
        {"id": "look-two", "title": "Look two", "prompt": "Look at part two."},
        {"id": "look-three", "title": "Look three", "prompt": "Look at part three."}
      ]
    }
    ```
    """
    found: dict[Route, tuple[Passage, re.Match[str]]] = {}
    for passage, match in analysis.passages.find_in_text(_ABILITY, "vailable"):
        found.setdefault(passage.step.route, (passage, match))
    if len(found) >= _MANY:
        (passage, match), *others = found.values()
        yield Finding(
            passage.route,
            f"{len(found)} prompts ask whether a tool is available, the first with '{match[0].replace('`', '')}'",
            help="declare 'wr.features.capabilities', or capture the answer once and use fragments",
            window=match.span(),
            related=tuple(Related(other.route, "asked here too") for other, _ in others),
        )


_MANY = 3
_ABILITY = re.compile(
    r"\b(?:if|when|where|unless|once)\s+(?:you have |there (?:is|are) )?(?:[\w-]+ ){0,3}?(?:delegation|subagents?|browsing|web access|tools?|search)\b"
    r"(?: [\w-]+){0,2}? (?:is|are)(?: not|n['’]t)? (?:un)?available\b"
    r"|\b(?:if|when|unless)\s+`\w*(?:[dD]elegation|[sS]ubagents?|[bB]rowsing|[wW]eb|[tT]ools?|[sS]earch)\w*Available\b",
    re.IGNORECASE,
)
