from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("T004", since="0.1.0")
def non_primitive_arg() -> None:
    """An argument of a template call is a list, an object or null.

    ## Why

    Arguments are written into the routine's prompts as text, and the engine knows how to write texts, numbers and booleans only.
    It refuses the caller when a used argument is anything else.

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
