from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S022", since="0.1.0")
def mismatched_function_arguments() -> None:
    """The arguments of a function call do not match its parameters.

    ## Why

    The engine refuses a call without a required parameter, or with a value of another type or outside the listed values.
    It accepts surplus arguments.

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
