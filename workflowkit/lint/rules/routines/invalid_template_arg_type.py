from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("T004", since="0.1.0")
def invalid_template_arg_type() -> None:
    """An argument of a template call is a list, an object or null.

    ## Why

    The engine writes arguments into the prompts of the routine, and accepts strings, numbers and booleans only.
    It refuses a call with any other value for an argument that is used.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "ideas",
          "title": "Ideas",
          "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": ["ideas.md", "sketch.md"], "quantity": 8}
          }
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
          "id": "ideas",
          "title": "Ideas",
          "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "ideas.md and sketch.md", "quantity": 8}
          }
        }
      ]
    }
    ```
    """
