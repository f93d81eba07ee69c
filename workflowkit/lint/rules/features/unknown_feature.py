from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.guesses import with_guess
from workflowkit.lint.rule import rule


@rule("F001", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_feature(analysis: Analysis) -> Iterator[Finding]:
    """A feature is not one that the engine has.

    ## Why

    The set of features is closed, and the engine refuses a workflow that lists one outside it, used or not.

    ## Bad

    ```json
    {
      "features": [
        "wr.features.memory-context"
      ],
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request."}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "features": [
        "wr.features.memory_context"
      ],
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request."}}
      ]
    }
    ```

    ## Fix

    The one id that it resembles is written in its place.
    """
    for finding in analysis.problems("unknown-feature"):
        yield with_guess(finding, analysis.document.value, analysis.environment.features)
