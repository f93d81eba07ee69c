from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("T001", since="0.1.0", fix="unsafe")
def unknown_template() -> None:
    """A template call names a routine that does not exist.

    ## Why

    A template id is `wr.templates.routine.` followed by the id of a routine without `wr.routine-` or `routine-`.
    The engine refuses a workflow that calls anything else; the routine's own id is not a template id.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "ideas",
          "title": "Ideas",
          "templateCall": {
            "templateId": "wr.templates.routine.ideaton",
            "args": {"deliverableName": "ideas.md", "quantity": 8}
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

    ## Fix

    Writes the one id that it resembles.
    """
