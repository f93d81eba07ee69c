from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.calls import placeholders
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("T011", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"routine"}))
def routine_without_deliverable(analysis: Analysis) -> Iterator[Finding]:
    """A routine has no argument for the name of what it delivers.

    ## Why

    The caller has to find what the routine leaves behind, and two callers in one project must not overwrite each other's file.
    A name given as `{deliverableName}` settles both.

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

    A routine that leaves nothing but notes needs no name.
    """
    names = {item.name for item in placeholders(analysis.workflow.value.get("steps"))}
    if analysis.workflow.steps and not any(_DELIVERABLE.search(name) for name in names):
        yield Finding(
            ("steps",),
            "no argument names what the routine delivers",
            "let the last step write to '{deliverableName}'",
            on_key=True,
        )


_DELIVERABLE = re.compile(r"deliverable|output|artifact|report|file", re.IGNORECASE)
