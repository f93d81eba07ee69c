from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("T002", since="0.1.0")
def missing_template_arg() -> None:
    """A template call leaves out an argument that its routine asks for.

    ## Why

    Every `{name}` in a prompt or title of the routine must be given a value, or the engine refuses the caller.
    Routines have no default values.

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
            "args": {"deliverableName": "ideas.md"}
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
            "args": {"deliverableName": "ideas.md", "quantity": 8}
          }
        }
      ]
    }
    ```
    """
