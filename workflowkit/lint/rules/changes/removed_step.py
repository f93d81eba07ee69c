from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z101", severity=Severity.ERROR, since="0.1.0")
def removed_step(change: WorkflowChange) -> Iterator[Finding]:
    """A step of the old version does not exist in the new one.

    ## Why

    A session remembers the steps that it has completed, and the one that is pending, by their ids.
    A session that waits at a removed step has no step to go on with when it is continued with the new version.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      }
    }
    ```
    """
    for step in change.removed:
        yield Finding(
            ("steps",),
            f"{step.name} was removed",
            help="keep the step, or give it a runCondition that never holds until no session is under way",
            related=(change.place_before(step, "it was here"),),
        )
