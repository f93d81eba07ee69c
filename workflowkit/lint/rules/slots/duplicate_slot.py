from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("B009", since="0.1.0")
def duplicate_slot() -> None:
    """Two extension points declare the same slot.

    ## Why

    A project binds a slot by its id, so duplicate ids are ambiguous; the engine refuses the workflow.

    ## Bad

    ```json
    {
      "extensionPoints": [
        {"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"},
        {"slotId": "reviewer", "purpose": "Who signs it off.", "default": "the owner"}
      ],
      "steps": [{"id": "first", "title": "Ask", "prompt": "Ask {{wr.bindings.reviewer}} to look at it."}]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [
        {"slotId": "reviewer", "purpose": "Who looks at the change.", "default": "a colleague"},
        {"slotId": "approver", "purpose": "Who signs it off.", "default": "the owner"}
      ],
      "steps": [
        {"id": "first", "title": "Ask", "prompt": "Ask {{wr.bindings.reviewer}}, then {{wr.bindings.approver}}."}
      ]
    }
    ```
    """
