from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs(
    stems=(
        "this step",
        "this workflow",
        "this phase",
        "this routine",
    )
)
@rule("P036", severity=Severity.INFO, since="0.1.0")
def redundant_self_reference(analysis: Analysis) -> Iterator[Finding]:
    """A prompt describes itself as a step or a workflow.

    ## Why

    The agent does not need to know that it is inside a workflow; it needs to know what to do.
    Sentences about the step leave the request implicit.

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
        if passage.is_quoted(match.start()):
            continue
        yield Finding(
            passage.route,
            f"the prompt describes itself: '{match[0].strip()} …'",
            help="state what to do",
            window=match.span(),
        )


_SELF = re.compile(
    r"(?:^|(?<=[.!?] ))[ \t>*-]*this (?:step|workflow|phase|routine) (?:is|will|(?!does not\b)[a-z]{3,}s)\b"
    r"|\bthis (?:step|workflow|phase|routine) (?:exists|is (?:for|about|meant|intended|designed|where))\b",
    re.IGNORECASE | re.MULTILINE,
)
"""The thing as the subject of a sentence; `what this step requires` and `before this workflow ends` are about the work."""
