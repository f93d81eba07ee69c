from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("F001", since="0.1.0", fix="unsafe")
def unknown_feature() -> None:
    """A declared feature does not exist.

    ## Why

    The set of features is closed, and the engine refuses a workflow that declares another one.

    ## Bad

    ```json
    {
      "features": [
        "wr.features.memory-context"
      ],
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request."}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "features": [
        "wr.features.memory_context"
      ],
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request."}}
      ]
    }
    ```

    ## Fix

    Writes the one id that it resembles.
    """
