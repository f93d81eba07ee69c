from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S021", since="0.1.0")
def unknown_function() -> None:
    """A function call names a function that is not defined.

    ## Why

    The engine searches the definitions of the workflow, of the loop around the step, and of the step.
    It refuses a workflow that calls another function.

    ## Bad

    ```json
    {
      "functionDefinitions": [{"name": "score", "definition": "Rate it from 1 to 5."}],
      "steps": [
        {
          "id": "first",
          "title": "Rate",
          "prompt": "Rate the draft.",
          "functionCalls": [{"name": "scores", "args": {}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "functionDefinitions": [{"name": "score", "definition": "Rate it from 1 to 5."}],
      "steps": [
        {
          "id": "first",
          "title": "Rate",
          "prompt": "Rate the draft.",
          "functionCalls": [{"name": "score", "args": {}}]
        }
      ]
    }
    ```
    """
