from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("S002", since="0.1.0", fix="safe")
def unknown_key() -> None:
    """The format does not have a key.

    ## Why

    Objects of the format are closed: the engine drops a workflow with an unknown key.
    Most such keys are misspelled; others belong to another object, to another format, or to another version of the engine.
    `wfk explain KEY` says which versions know a key.
    `$schema` is unknown, too: editors associate a schema by file name, for example with `json.schemas` in the settings of VS Code.

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

    Renames a key that resembles exactly one other, if that is free and accepts the value.
    `--unsafe-fixes` deletes a key that resembles none; in a condition it stays, because the test without it means something else.
    """
