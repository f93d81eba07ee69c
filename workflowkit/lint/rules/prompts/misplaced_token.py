from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.prose import without_code
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import Json, Route, walk


@rule("P017", severity=Severity.WARNING, since="0.1.0")
def misplaced_token(analysis: Analysis) -> Iterator[Finding]:
    r"""A token is in a field that is not rendered.

    ## Why

    The engine fills in tokens in prompts, titles and fragments only.
    In every other field, such as roles, guidance and assessments, the braces remain.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "pick",
          "title": "Pick",
          "prompt": "Pick an item.\n\nCapture:\n- `itemName`: text: its name"
        },
        {
          "id": "check",
          "title": "Check",
          "prompt": "Check the item.",
          "agentRole": "You check {{itemName}} for faults."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "pick",
          "title": "Pick",
          "prompt": "Pick an item.\n\nCapture:\n- `itemName`: text: its name"
        },
        {
          "id": "check",
          "title": "Check",
          "prompt": "Check {{itemName}} for faults.",
          "agentRole": "You check parts for faults."
        }
      ]
    }
    ```
    """
    for step in analysis.workflow.all_steps:
        for key in _STEP_FIELDS:
            yield from _tokens((*step.route, key), step.value.get(key))
    for route, assessment in analysis.workflow.records("assessments"):
        yield from _tokens(route, assessment)


_STEP_FIELDS = ("agentRole", "guidance", "assessmentConsequences", "validationCriteria")


_TOKEN = re.compile(r"\{\{(?!wr\.)[^{}\nA-Za-z_]*+[A-Za-z_][^{}\n]*+\}\}")


def _tokens(route: Route, value: Json) -> Iterator[Finding]:
    """Yield a finding for every text at or below *route* that contains a token."""
    for place, text in walk(value, route):
        match = _TOKEN.search(without_code(text)) if isinstance(text, str) else None
        if match:
            yield Finding(
                place,
                f"'{match[0]}' is not filled in here",
                help="move the sentence into the prompt",
                window=match.span(),
            )
