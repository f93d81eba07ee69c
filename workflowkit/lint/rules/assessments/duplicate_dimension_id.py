from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A019", since="0.1.0")
def duplicate_dimension_id() -> None:
    """Two dimensions of one assessment share an id.

    ## Why

    The agent reports one level per dimension, under the dimension's id.
    The engine refuses an assessment in which two go by the same one.

    ## Bad

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [
            {"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]},
            {"id": "reach", "purpose": "How hard it is to undo.", "levels": ["easy", "hard"]}
          ]
        }
      ],
      "steps": [
        {"id": "judge", "title": "Judge", "prompt": "Judge the change.", "assessmentRefs": ["risk"]}
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
          "dimensions": [
            {"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]},
            {"id": "undoing", "purpose": "How hard it is to undo.", "levels": ["easy", "hard"]}
          ]
        }
      ],
      "steps": [
        {"id": "judge", "title": "Judge", "prompt": "Judge the change.", "assessmentRefs": ["risk"]}
      ]
    }
    ```
    """
