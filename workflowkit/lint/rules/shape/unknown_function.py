from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("S021", severity=Severity.ERROR, since="0.1.0")
def unknown_function(analysis: Analysis) -> Iterator[Finding]:
    """A function call names no definition in sight.

    ## Why

    A call is looked up among the definitions of the workflow, of the loop around the step, and of the step itself.
    The engine refuses a workflow that calls anything else.

    ## Bad

    ```json
    {
      "functionDefinitions": [{"name": "score", "definition": "Rate it from 1 to 5."}],
      "steps": [
        {
          "id": "first",
          "title": "Rate",
          "prompt": "Rate the draft.",
          "functionCalls": [{"name": "scores", "args": {}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "functionDefinitions": [{"name": "score", "definition": "Rate it from 1 to 5."}],
      "steps": [
        {
          "id": "first",
          "title": "Rate",
          "prompt": "Rate the draft.",
          "functionCalls": [{"name": "score", "args": {}}]
        }
      ]
    }
    ```
    """
    yield from analysis.problems("unknown-function")
