from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("L032", since="0.1.0")
def missing_loop_items() -> None:
    """A loop over a list does not say which list.

    ## Why

    `items` is the name of the context key that holds the list.
    The engine refuses an empty name.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "forEach", "items": "", "maxIterations": 5},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "cut", "title": "Cut", "promptBlocks": {"goal": "Cut the work.", "outputRequired": {"slices": "list: names of the slices"}}},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "forEach", "items": "slices", "maxIterations": 5},
          "body": [{"id": "again", "title": "Again", "prompt": "Build {{currentItem}}."}]
        }
      ]
    }
    ```
    """
