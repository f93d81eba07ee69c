from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L033", since="0.1.0")
def conditional_loop_body() -> None:
    """A top-level step that is the body of a loop has a condition.

    ## Why

    The loop decides when its body runs, and the engine refuses a body step with a condition of its own.
    Inline steps may have conditions, which are evaluated in every pass.
    Since 3.118.0 a body that is named by its id must not have `audit` or `verification` either.

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
