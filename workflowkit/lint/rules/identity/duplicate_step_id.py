from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("I002", since="0.1.0")
def duplicate_step_id() -> None:
    """Two steps share an id.

    ## Why

    Loop conditions, resumed runs and notes refer to a step by its id.
    The engine refuses duplicate ids among all steps, those of loop bodies and injected routines included.
    Since 3.118.0 `verification`, `audit` and `synthesis` become steps with ids such as `build__audit`, which must be free, too.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build the release."},
        {"id": "build", "title": "Sign", "prompt": "Sign the release."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build the release."},
        {"id": "sign", "title": "Sign", "prompt": "Sign the release."}
      ]
    }
    ```
    """
