from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S022", since="0.1.0")
def function_argument_mismatch() -> None:
    """A function call does not fit the parameters of its function.

    ## Why

    The engine refuses a call that leaves out a required parameter, or gives a value of another type or outside the listed values.
    Arguments that no parameter asks for are let through.

    ## Bad

    ```json
    {
      "functionDefinitions": [
        {
          "name": "score",
          "definition": "Rate it.",
          "parameters": [{"name": "scale", "type": "number", "required": true}]
        }
      ],
      "steps": [
        {
          "id": "first",
          "title": "Rate",
          "prompt": "Rate the draft.",
          "functionCalls": [{"name": "score", "args": {"scale": "five"}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "functionDefinitions": [
        {
          "name": "score",
          "definition": "Rate it.",
          "parameters": [{"name": "scale", "type": "number", "required": true}]
        }
      ],
      "steps": [
        {
          "id": "first",
          "title": "Rate",
          "prompt": "Rate the draft.",
          "functionCalls": [{"name": "score", "args": {"scale": 5}}]
        }
      ]
    }
    ```
    """
