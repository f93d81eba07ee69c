from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L033", since="0.1.0")
def conditional_loop_body() -> None:
    """A top-level step that is the body of a loop has a condition.

    ## Why

    A step that a loop names as its body runs when the loop says so, and the engine refuses a condition on it.
    Inline steps may have conditions; they are tested in every pass.

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
          "body": "build"
        },
        {
          "id": "build",
          "title": "Build",
          "prompt": "Build it.",
          "runCondition": {"var": "goal"}
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
          "body": [{"id": "build", "title": "Build", "prompt": "Build it.", "runCondition": {"var": "goal"}}]
        }
      ]
    }
    ```
    """
