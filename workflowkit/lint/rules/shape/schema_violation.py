from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S001", since="0.1.0")
def schema_violation() -> None:
    """A part of the file is not what the format allows.

    ## Why

    The engine holds every file against its schema before anything else and drops the whole workflow at the first mistake.
    A dropped workflow is missing from the listing, usually without a word about it.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."}
      ]
    }
    ```
    """
