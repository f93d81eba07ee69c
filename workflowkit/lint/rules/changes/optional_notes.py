from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z309", severity=Severity.WARNING, since="0.1.0")
def optional_notes(change: WorkflowChange) -> Iterator[Finding]:
    """A step may end without the notes that it had to write.

    ## Why

    Notes are what later steps and people read of the work.
    When they are optional, a step can be ended with nothing.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "notesOptional": true}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "notesOptional": true}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        before, after = (
            each.value.get("notesOptional") is True for each in (step.before, step.after)
        )
        if after and not before and not step.after.is_loop:
            yield Finding(
                (*step.after.route, "notesOptional"),
                f"{step.after.name} may end without notes",
                help="require them, or have the change accepted",
                related=(change.place_before(step.before, "they were required here"),),
            )
