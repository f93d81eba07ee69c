from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.engine.javascript import is_number
from workflowkit.lint.rule import rule
from workflowkit.model.wording import spelled

LEAST_CAP = 1000
"""Characters that notes of any use need."""


@rule("V005", severity=Severity.WARNING, since="0.1.0")
def criteria_length_cap(analysis: Analysis) -> Iterator[Finding]:
    """The notes of a step are held to a length that good notes do not have.

    ## Why

    A cap below 1000 characters forbids the evidence that later steps need, and notes are kept up to 4096 bytes only.
    What must be longer than that is cut; a minimum above the maximum can never be met.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move in at most 800 characters.",
          "validationCriteria": {"and": [{"type": "length", "max": 800, "message": "too long"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move in at most 2000 characters.",
          "validationCriteria": {"and": [{"type": "length", "max": 2000, "message": "too long"}]}
        }
      ]
    }
    ```
    """
    limit = analysis.spec.engine.notes_limit_bytes
    for item in analysis.criteria:
        least, most = (item.rule.get(key) for key in ("min", "max"))
        if item.type != "length":
            continue
        if is_number(least) and is_number(most) and most < least:
            message = (
                f"no notes have at least {spelled(least)} and at most {spelled(most)} characters"
            )
            yield Finding(item.route, message, help="make 'max' larger than 'min'")
        elif is_number(most) and most < LEAST_CAP:
            message = (
                f"the notes may have at most {spelled(most)} characters, fewer than {LEAST_CAP}"
            )
            yield Finding((*item.route, "max"), message, help="drop the cap or raise it")
        elif is_number(least) and least > limit:
            message = (
                f"the notes must have {spelled(least)} characters, but only {limit} bytes are kept"
            )
            yield Finding((*item.route, "min"), message, help="lower the minimum")
