from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A017", since="0.1.0")
def unknown_consequence_effect() -> None:
    """A consequence has an effect that the engine does not support.

    ## Why

    The engine supports one effect, `require_followup`: the step is completed only after the follow-up.
    It drops a workflow with any other effect.

    ## Bad

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"],
          "assessmentConsequences": [
            {"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "stop_run", "guidance": "Split it."}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"],
          "assessmentConsequences": [
            {"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Split it."}}
          ]
        }
      ]
    }
    ```
    """
