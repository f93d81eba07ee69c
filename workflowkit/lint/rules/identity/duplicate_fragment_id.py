from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.steps import CompiledStep, Origin
from workflowkit.compiler.validation.steps import check_fragments
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("promptFragments")
@rule("I012", severity=Severity.ERROR, since="0.1.0", fix="safe")
def duplicate_fragment_id(step: Step) -> Iterator[Finding]:
    """Two fragments of one step share an id.

    ## Why

    The engine refuses a top-level step with a duplicate fragment id.
    It does not check steps of loop bodies; the rule applies there too, so that a step can be moved out of a loop.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request.",
          "promptFragments": [
            {"id": "note", "text": "Mind the budget."},
            {"id": "note", "text": "Mind the date.", "when": {"var": "goal"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "prompt": "Read the request.",
          "promptFragments": [
            {"id": "budget", "text": "Mind the budget."},
            {"id": "date", "text": "Mind the date.", "when": {"var": "goal"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Appends a number to the id; nothing refers to fragments by id.
    """
    if step.loop and not step.calls_template:
        for error in check_fragments(CompiledStep(step.value, Origin(step.route))):
            if error.rule == "duplicate-fragment-id":
                yield error
