from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("T002", since="0.1.0", fix="safe")
def missing_template_arg() -> None:
    """A template call omits an argument that its routine requires.

    ## Why

    The engine refuses a call without a value for every `{name}` in the prompts and titles of the routine.
    Routines have no default values.

    A call may fit the routine of that id in the engine's package and still lack what the bundled routine needs.
    This is reported as a warning: `--routines` takes the routines of the engine, and until then the workflow cannot be compiled.

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

    ## Fix

    Renames an argument that the routine has no place for and that resembles the missing one; its value stays.
    A shortened name is renamed by `--unsafe-fixes` only.
    """
