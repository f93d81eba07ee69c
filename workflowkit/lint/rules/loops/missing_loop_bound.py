from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L001", since="0.1.0", fix="unsafe")
def missing_loop_bound() -> None:
    """A loop has no `maxIterations`.

    ## Why

    The engine requires `maxIterations` for every loop, counted ones included, and drops a workflow without it.
    A documented default exists, but the engine does not apply it.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request. Capture: `hasGaps`."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "condition": {"var": "hasGaps", "equals": true}},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again. Capture: `hasGaps`."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request. Capture: `hasGaps`."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "condition": {"var": "hasGaps", "equals": true}, "maxIterations": 3},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again. Capture: `hasGaps`."}]
        }
      ]
    }
    ```

    ## Fix

    Sets three passes; choose the number that the work needs.
    """
