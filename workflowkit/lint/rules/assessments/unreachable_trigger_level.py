from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A004", since="0.1.0")
def unreachable_trigger_level() -> None:
    """A consequence waits for a level that no assessment of its step can give.

    ## Why

    The level is compared with those that the step's own assessments declare, letter by letter.
    The engine refuses a level that none of their dimensions has.

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
            {"when": {"anyEqualsLevel": "severe"}, "effect": {"kind": "require_followup", "guidance": "Split it."}}
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
