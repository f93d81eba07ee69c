from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L028", since="0.1.0")
def nested_loop() -> None:
    """A loop is inside the body of another loop.

    ## Why

    The engine runs one loop at a time and refuses a body that holds a loop, written inline or named by id.

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
          "body": "inner"
        },
        {
          "id": "inner",
          "type": "loop",
          "title": "Inner rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
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
          "loop": {"type": "for", "count": 4, "maxIterations": 4},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again."}]
        }
      ]
    }
    ```
    """
