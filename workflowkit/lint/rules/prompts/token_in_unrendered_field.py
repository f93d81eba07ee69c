from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.engine.tokens import TOKEN
from workflowkit.lint.rule import rule
from workflowkit.source.routes import Json, Route, walk


@rule("P017", severity=Severity.WARNING, since="0.1.0")
def token_in_unrendered_field(analysis: Analysis) -> Iterator[Finding]:
    """A token stands where nothing is ever filled in.

    ## Why

    Tokens are filled in in prompts, titles and fragments only.
    In every other field, roles, guidance and assessments among them, the reader sees the braces.

    ## Bad

    ```json
    {
      "steps": [
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


def _tokens(route: Route, value: Json) -> Iterator[Finding]:
    """Tokens in every text at or below *route*."""
    for place, text in walk(value, route):
        match = TOKEN.search(text) if isinstance(text, str) else None
        if match:
            yield Finding(
                place,
                f"'{match[0]}' is never filled in here",
                help="move the sentence into the prompt",
                window=match.span(),
            )
