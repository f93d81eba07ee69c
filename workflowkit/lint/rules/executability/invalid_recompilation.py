from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("E001", since="0.1.0")
def invalid_recompilation() -> None:
    """The resolved steps cannot be compiled a second time.

    ## Why

    Before a run the engine resolves the steps, stores them, and compiles the stored steps again.
    A routine with a loop, or a template call in a loop, passes the first compilation and fails the second.
    The workflow validates, but cannot be started.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "begin", "title": "Begin", "prompt": "Read the request."},
        {
          "id": "survey",
          "title": "Survey",
          "templateCall": {"templateId": "wr.templates.routine.looping-survey"}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "begin", "title": "Begin", "prompt": "Read the request."},
        {
          "id": "survey",
          "title": "Survey",
          "templateCall": {
            "templateId": "wr.templates.routine.design-review",
            "args": {"designSource": "design.md", "deliverableName": "review.md"}
          }
        }
      ]
    }
    ```
    """
