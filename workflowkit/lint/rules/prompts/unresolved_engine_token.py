from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("P046", since="0.1.0")
def unresolved_engine_token() -> None:
    """A `wr.` token remains in a compiled prompt.

    ## Why

    After resolution the engine searches every prompt for `{{wr.` and refuses the workflow when it finds one.
    References are prompt parts, not tokens, and binding tokens are resolved in plain texts only, not in parts or keys.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request. {{wr.refs.memory_usage}}"}
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
    """
