from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z103", severity=Severity.ERROR, since="0.1.0")
def moved_step(change: WorkflowChange) -> Iterator[Finding]:
    """A step has another place in the order, or is in another loop.

    ## Why

    The engine continues with the first step that is not completed.
    A session that has passed the old place of a step does it out of order, and the pass of a loop that a step has left or entered cannot be completed as it was begun.

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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
          {"id": "check-links", "title": "Check links", "prompt": "Open every link of the notes."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      }
    }
    ```
    """
    for match in change.matching.matches:
        if not match.is_moved:
            continue
        loops = (match.before.loop, match.after.loop)
        fact = "has another place in the order of the steps"
        if loops[0] != loops[1]:
            fact = " and ".join(
                part
                for part in (
                    f"has left the loop '{loops[0]}'" if loops[0] else "",
                    f"is in the loop '{loops[1]}' now" if loops[1] else "",
                )
                if part
            )
        yield Finding(
            match.after.route,
            f"{match.after.name} {fact}",
            help="leave it in its place, or let sessions under way end first",
            related=(change.place_before(match.before, "it was here"),),
        )
