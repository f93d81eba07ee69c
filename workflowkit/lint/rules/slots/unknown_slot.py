from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("B001", since="0.1.0")
def unknown_slot() -> None:
    """A binding token names a slot that is not declared.

    ## Why

    The engine replaces `{{wr.bindings.name}}` by the binding of the project, or by the default of the slot.
    The engine refuses a token whose slot is not among the workflow's `extensionPoints`.

    ## Bad

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"}],
      "steps": [{"id": "first", "title": "Ask", "prompt": "Ask {{wr.bindings.reviewr}} to look at it."}]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"}],
      "steps": [{"id": "first", "title": "Ask", "prompt": "Ask {{wr.bindings.reviewer}} to look at it."}]
    }
    ```
    """
