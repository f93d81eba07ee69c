from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z102", severity=Severity.ERROR, since="0.1.0")
def renamed_step(change: WorkflowChange) -> Iterator[Finding]:
    """A step has another id than in the old version.

    ## Why

    A session remembers steps by their ids.
    A session that waits at the step cannot go on under its new id, and one that has completed it does it again.

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
          {"id": "make", "title": "Build", "prompt": "Build what was asked, one part after the other."}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Make", "prompt": "Build what was asked, one part after the other."}
        ]
      }
    }
    ```
    """
    for match in change.matching.matches:
        if match.is_renamed:
            yield Finding(
                (*match.after.route, "id"),
                f"{match.before.name} was renamed to '{match.after.id}'",
                help=f"keep the id '{match.before.id}'; people see the title",
                related=(change.place_before(match.before, "it was here"),),
            )
