from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A001", since="0.1.0")
def unknown_assessment_ref() -> None:
    """A step refers to an assessment that is not declared.

    ## Why

    `assessmentRefs` names entries of the workflow's `assessments`, and the engine refuses an unknown id.
    Since 3.89.0 a consequence may name one of them in `forAssessment`, which must be among the `assessmentRefs` of its step.

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
          "prompt": "Judge the change.", "assessmentRefs": ["risks"]
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
          "prompt": "Judge the change.", "assessmentRefs": ["risk"]
        }
      ]
    }
    ```
    """
