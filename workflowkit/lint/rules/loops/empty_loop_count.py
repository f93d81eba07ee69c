from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L031", since="0.1.0")
def empty_loop_count() -> None:
    """A counted loop runs zero times.

    ## Why

    The engine takes any count above 0, fractions included, or the name of a context key, and refuses 0.
    A loop that should be skipped at times needs a `runCondition` instead.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 0, "maxIterations": 2},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again."}]
        }
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
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again."}]
        }
      ]
    }
    ```
    """
