from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("L030", severity=Severity.ERROR, since="0.1.0")
def unknown_loop_body(analysis: Analysis) -> Iterator[Finding]:
    """A loop names a body step that does not exist.

    ## Why

    A body written as text is the id of a top-level step, looked up after template calls are expanded.
    The engine refuses a loop whose body it cannot find; a step that only calls a template is gone by then, so it cannot be a body either.

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
