from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A018", since="0.1.0")
def duplicate_assessment_id() -> None:
    """Two assessments share an id.

    ## Why

    Steps ask for an assessment by its id, and the engine refuses a workflow in which two go by the same one.

    ## Bad

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        },
        {
          "id": "risk",
          "purpose": "Tell what it costs.",
          "dimensions": [{"id": "time", "purpose": "How long it takes.", "levels": ["short", "long"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"]
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
        },
        {
          "id": "cost",
          "purpose": "Tell what it costs.",
          "dimensions": [{"id": "time", "purpose": "How long it takes.", "levels": ["short", "long"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"]
        }
      ]
    }
    ```
    """
