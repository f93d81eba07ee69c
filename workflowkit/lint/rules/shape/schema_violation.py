from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("S001", severity=Severity.ERROR, since="0.1.0")
def schema_violation(analysis: Analysis) -> Iterator[Finding]:
    """A part of the file is not what the format allows.

    ## Why

    The engine holds every file against its schema before anything else and drops the whole workflow at the first mistake.
    A dropped workflow is missing from the listing, usually without a word about it.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."}
      ]
    }
    ```
    """
    yield from analysis.problems("schema-violation")
