from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("R002", since="0.1.0", fix="unsafe")
def unknown_ref() -> None:
    """A prompt part refers to a text that the engine does not have.

    ## Why

    The texts that `refId` can name are a closed set, and the engine refuses a workflow that asks for another.

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

    The one id that it resembles is written in its place.
    """
