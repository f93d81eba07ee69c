from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("R002", since="0.1.0", fix="unsafe")
def unknown_ref() -> None:
    """A prompt part refers to a ref that does not exist.

    ## Why

    The set of refs is closed, and the engine refuses a workflow with another `refId`.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "promptBlocks": {
            "goal": [
              {"kind": "text", "text": "Read the request. "},
              {"kind": "ref", "refId": "wr.refs.memory_usag"}
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Read",
          "promptBlocks": {
            "goal": [
              {"kind": "text", "text": "Read the request. "},
              {"kind": "ref", "refId": "wr.refs.memory_usage"}
            ]
          }
        }
      ]
    }
    ```

    ## Fix

    Writes the one id that it resembles.
    """
