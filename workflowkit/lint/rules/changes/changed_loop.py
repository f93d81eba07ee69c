from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields


@rule("Z105", severity=Severity.ERROR, since="0.1.0")
def changed_loop(change: WorkflowChange) -> Iterator[Finding]:
    """A loop works otherwise than in the old version.

    ## Why

    A session inside the loop is in a pass that was entered under the old rules.
    With another kind of loop, another source of its decision, or other variables, the pass cannot be continued as it was begun.

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
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "condition": {"var": "defectCount", "gt": 0}}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
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
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3}, "body": [{"id": "fix", "title": "Fix", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3}, "body": [{"id": "fix", "title": "Repair", "prompt": "Fix the next finding of the list."}, {"id": "look", "title": "Look", "prompt": "Look at the result again."}]}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        found = step.change_of("loop")
        if found is None:
            continue
        before, after = as_fields(found.before), as_fields(found.after)
        differing = [key for key in _DECIDING if before.get(key) != after.get(key)]
        if differing:
            listed = ", ".join(f"'{key}'" for key in differing)
            yield Finding(
                (*step.after.route, "loop", differing[0]),
                f"{step.after.name} has another {listed}",
                help="leave the loop as it is, or let sessions under way end first",
                related=(change.place_before(step.before, "it was here"),),
            )


_DECIDING = (
    "type",
    "condition",
    "conditionSource",
    "count",
    "items",
    "iterationVar",
    "itemVar",
    "indexVar",
)
"""What decides how a loop goes on. Its bound decides only when it ends for good."""
