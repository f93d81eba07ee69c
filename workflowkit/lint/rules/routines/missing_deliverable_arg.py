from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import placeholders
from workflowkit.lint.rule import Finding, Severity, rule


@rule("T011", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"routine"}))
def missing_deliverable_arg(analysis: Analysis) -> Iterator[Finding]:
    """A routine has no argument for the name of its deliverable.

    ## Why

    The caller has to find the file that the routine writes, and two callers must not overwrite each other's file.
    An argument `{deliverableName}` gives each its own file.

    ## Bad

    ```json
    {
      "id": "routine-outline",
      "steps": [{"id": "outline", "title": "Outline", "prompt": "Write the outline to outline.md."}]
    }
    ```

    ## Good

    ```json
    {
      "id": "routine-outline",
      "steps": [{"id": "outline", "title": "Outline", "prompt": "Write the outline to {deliverableName}."}]
    }
    ```

    ## When not

    A routine that writes notes only needs no such argument.
    """
    names = {placeholder.name for placeholder in placeholders(analysis.workflow.value.get("steps"))}
    if analysis.workflow.steps and not any(_DELIVERABLE.search(name) for name in names):
        yield Finding(
            ("steps",),
            "no argument of the routine names its deliverable",
            "write the result to '{deliverableName}' in the last step",
            on_key=True,
        )


_DELIVERABLE = re.compile(r"deliverable|output|artifact|report|file", re.IGNORECASE)
