from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L030", since="0.1.0")
def unknown_loop_body() -> None:
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
