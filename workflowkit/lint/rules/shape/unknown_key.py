from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S002", since="0.1.0", fix="safe")
def unknown_key() -> None:
    """A key is written that the format does not know.

    ## Why

    Objects of the format are closed: one key too many and the engine drops the workflow.
    Most such keys are slips of the hand, the rest belong one level higher or lower or to another format.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request.", "agentrole": "You read with care."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request.", "agentRole": "You read with care."}
      ]
    }
    ```

    ## Fix

    A key with exactly one near neighbor that is still free and takes the value is renamed.
    Deleting a key that resembles nothing is left to you.
    """
