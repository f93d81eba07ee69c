from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("P036", severity=Severity.INFO, since="0.1.0")
def self_reference(analysis: Analysis) -> Iterator[Finding]:
    """A prompt talks about itself as a step or a workflow.

    ## Why

    The agent does not need to know that it is inside a workflow; it needs to know what to do.
    Sentences about the step describe the construction and leave the request implicit.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "audit",
          "title": "Audit",
          "prompt": "This step audits the module for unused exports."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "audit", "title": "Audit", "prompt": "Audit the module for unused exports."}
      ]
    }
    ```

    ## When not

    Workflows about writing workflows (tag `authoring`) have to name these things.
    """
    if "authoring" in analysis.tags:
        return
    for passage, match in analysis.passages.first_of_each_step(
        _SELF, "this step", "this workflow", "this phase", "this routine"
    ):
        yield Finding(
            passage.route,
            f"'{match[0]}' describes the construction instead of the request",
            help="say what to do, or what is out of bounds, directly",
            window=match.span(),
        )


_SELF = re.compile(r"\bthis (?:step|workflow|phase|routine)\b(?!-)", re.IGNORECASE)
