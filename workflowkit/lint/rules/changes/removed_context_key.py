from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("Z202", severity=Severity.ERROR, since="0.1.0")
def removed_context_key(change: WorkflowChange) -> Iterator[Finding]:
    """No step sets a context key any more that the old version set.

    ## Why

    Other workflows, triggers and hosts read the context of a session by its keys.
    A condition that tests the missing key is false, and a token of it stays unset.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked.", "outputRequired": {"buildTag": "text: the tag of the build"}}}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked."}}
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
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked.", "outputRequired": {"buildTag": "text: the tag of the build"}}}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Make", "promptBlocks": {"goal": "Build what was asked.", "outputRequired": {"buildTag": "text: the tag of the build"}}}
        ]
      }
    }
    ```
    """
    before, after = change.before.keys, change.after.keys
    for key in sorted(before.keys() - after.keys()):
        yield Finding(
            ("steps",),
            f"no step sets '{key}' any more",
            help=f"let a step set '{key}', or rename it where it is read as well",
            related=(Related(before[key], "it was set here", change.before.path),),
        )
