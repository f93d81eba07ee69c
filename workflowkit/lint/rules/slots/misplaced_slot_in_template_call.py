from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("B008", since="0.1.0")
def misplaced_slot_in_template_call() -> None:
    """A template call uses a slot as its template.

    ## Why

    Routines are injected before slots are bound, so the engine searches for a template with the name of the token and refuses the file.
    A slot can only be used in a prompt that tells the agent to run its target.

    ## Bad

    ```json
    {
      "extensionPoints": [{"slotId": "audit", "purpose": "What examines plans.", "default": "wr.routine-plan-analysis"}],
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write a plan and give it to {{wr.bindings.audit}}."},
        {"id": "inject", "title": "Audit", "templateCall": {"templateId": "{{wr.bindings.audit}}", "args": {}}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "audit", "purpose": "What examines plans.", "default": "wr.routine-plan-analysis"}],
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write a plan and give it to {{wr.bindings.audit}}."},
        {"id": "weigh", "title": "Weigh", "prompt": "Weigh what {{wr.bindings.audit}} brought back."}
      ]
    }
    ```
    """
