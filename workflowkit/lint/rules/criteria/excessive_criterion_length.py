from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.criteria import is_enforced
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.runtime.javascript import is_number
from workflowkit.text.wording import spelled

LEAST_CAP = 1000
"""The number of characters that useful notes need."""


@needs("validationCriteria")
@rule("V005", severity=Severity.WARNING, since="0.1.0")
def excessive_criterion_length(analysis: Analysis) -> Iterator[Finding]:
    """The criteria allow no notes, or none of a useful length.

    ## Why

    A maximum below 1000 characters excludes the evidence that later steps need.
    The engine stores 4096 bytes of notes and cuts the rest, and no notes meet a minimum above the maximum.

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
    for criterion in analysis.criteria:
        least, most = (criterion.rule.get(key) for key in ("min", "max"))
        if criterion.type != "length" or not is_enforced(criterion.step):
            continue
        if is_number(least) and is_number(most) and most < least:
            message = (
                f"no notes have at least {spelled(least)} and at most {spelled(most)} characters"
            )
            yield Finding(criterion.route, message, help="set 'max' above 'min'")
        elif is_number(most) and most < LEAST_CAP:
            message = (
                f"the notes may have at most {spelled(most)} characters, fewer than {LEAST_CAP}"
            )
            yield Finding((*criterion.route, "max"), message, help="delete the maximum or raise it")
        elif is_number(least) and least > limit:
            message = f"the notes must have {spelled(least)} characters, but the engine stores only {limit} bytes"
            yield Finding((*criterion.route, "min"), message, help="lower the minimum")
