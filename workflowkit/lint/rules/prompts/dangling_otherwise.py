from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.prompts.texts import Passage
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields, as_text


@rule("P026", severity=Severity.WARNING, since="0.1.0")
def dangling_otherwise(passage: Passage) -> Iterator[Finding]:
    """A text begins with *otherwise*, and no condition precedes it.

    ## Why

    The condition was moved or deleted, so the agent cannot know when the instruction applies.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "sort",
          "title": "Sort",
          "promptBlocks": {
            "goal": "Sort the findings.",
            "procedure": ["Otherwise count them as open."]
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
          "id": "sort",
          "title": "Sort",
          "promptBlocks": {
            "goal": "Sort the findings.",
            "procedure": ["Close those with a fix.", "Otherwise count them as open."]
          }
        }
      ]
    }
    ```
    """
    place = passage.route[len(passage.step.route) :]
    is_first = 0 in place[2:3] or passage.section in ("prompt", "goal", "promptFragments")
    match = _OTHERWISE.match(passage.prose) if is_first else None
    if match and not _follows_condition(passage):
        yield Finding(
            passage.route,
            f"'{match['word']}' refers to no condition",
            help="state the condition itself",
            window=match.span("word"),
        )


def _follows_condition(passage: Passage) -> bool:
    """Return whether a goal with a condition is shown right before the first entry of *passage*'s procedure."""
    blocks = as_fields(passage.step.value.get("promptBlocks"))
    is_next = passage.section == "procedure" and not blocks.get("constraints")
    return is_next and _CONDITION.search(as_text(blocks.get("goal"))) is not None


_CONDITION = re.compile(r"\b(?:if|when|unless|where)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\W*(?:\d+[.)]\s*)?(?P<word>otherwise|or else|else)\b(?!\w)", re.IGNORECASE
)
