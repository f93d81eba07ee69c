from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.guesses import with_guess
from workflowkit.lint.rule import rule


@rule("R002", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_ref(analysis: Analysis) -> Iterator[Finding]:
    """A prompt part refers to a text that the engine does not have.

    ## Why

    The texts that `refId` can name are a closed set, and the engine refuses a workflow that asks for another.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "promptBlocks": {
            "goal": [
              {"kind": "text", "text": "Read the request. "},
              {"kind": "ref", "refId": "wr.refs.memory_usag"}
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "promptBlocks": {
            "goal": [
              {"kind": "text", "text": "Read the request. "},
              {"kind": "ref", "refId": "wr.refs.memory_usage"}
            ]
          }
        }
      ]
    }
    ```

    ## Fix

    The one id that it resembles is written in its place.
    """
    for finding in analysis.problems("unknown-ref"):
        yield with_guess(finding, analysis.document.value, analysis.environment.refs)
