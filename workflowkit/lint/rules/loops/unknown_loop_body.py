from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("L030", severity=Severity.ERROR, since="0.1.0")
def unknown_loop_body(analysis: Analysis) -> Iterator[Finding]:
    """A loop names a body step that does not exist.

    ## Why

    A body written as text is the id of a top-level step, which the engine resolves after it has expanded template calls.
    The engine refuses a loop without such a step; a step that calls a template no longer exists by then.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": "biuld"
        },
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": "build"
        },
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```
    """
    yield from analysis.problems("unknown-loop-body")
