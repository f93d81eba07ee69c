from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("S002", severity=Severity.ERROR, since="0.1.0", fix="safe")
def unknown_key(analysis: Analysis) -> Iterator[Finding]:
    """A key is written that the format does not know.

    ## Why

    Objects of the format are closed: one key too many and the engine drops the workflow.
    Most such keys are slips of the hand, the rest belong one level higher or lower or to another format.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request.", "agentrole": "You read with care."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request.", "agentRole": "You read with care."}
      ]
    }
    ```

    ## Fix

    A key with exactly one near neighbor that is still free and takes the value is renamed.
    Deleting a key that resembles nothing is left to you.
    """
    yield from analysis.problems("unknown-key")
