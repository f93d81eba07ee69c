from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S001", since="0.1.0")
def invalid_schema() -> None:
    """A value violates the format.

    ## Why

    The engine validates every file against its schema first, and drops a workflow with a violation.
    A dropped workflow is missing from the list, usually without a message.

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
