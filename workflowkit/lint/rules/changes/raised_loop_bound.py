from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields
from workflowkit.text.wording import spelled


@rule("Z306", severity=Severity.WARNING, since="0.1.0")
def raised_loop_bound(change: WorkflowChange) -> Iterator[Finding]:
    """A loop may repeat more often than in the old version.

    ## Why

    The bound ends a loop that never decides to stop.
    A higher one lets an agent that is stuck spend more before anybody sees it.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 20}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
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
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 5}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        bounds = [
            as_fields(each.value.get("loop")).get("maxIterations")
            for each in (step.before, step.after)
        ]
        before, after = bounds
        if isinstance(before, int | float) and isinstance(after, int | float) and after > before:
            yield Finding(
                (*step.after.route, "loop", "maxIterations"),
                f"{step.after.name} may repeat {spelled(after)} times instead of {spelled(before)}",
                help="keep the bound, or have the change accepted",
                related=(change.place_before(step.before, "it was here"),),
            )
