from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.json_values import as_items


@rule("Z203", severity=Severity.ERROR, since="0.1.0")
def removed_slot(change: WorkflowChange) -> Iterator[Finding]:
    """An extension point of the old version is gone, or accepts less.

    ## Why

    Projects bind routines to the extension points of a workflow in their bindings file.
    A binding for an extension point that does not exist has no effect, and nothing reports it.

    ## Bad

    ```json
    {
      "before": {
        "extensionPoints": [{"slotId": "reviewer", "purpose": "Who reviews.", "default": "routine-plan-analysis", "acceptedKinds": ["routine", "workflow"]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "extensionPoints": [{"slotId": "reviewer", "purpose": "Who reviews.", "default": "routine-plan-analysis", "acceptedKinds": ["routine", "workflow"]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      },
      "after": {
        "extensionPoints": [{"slotId": "reviewer", "purpose": "Who reviews the result.", "default": "routine-plan-analysis", "acceptedKinds": ["routine", "workflow"]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
        ]
      }
    }
    ```
    """
    before, after = change.before.slots, change.after.slots
    for name, (route, slot) in before.items():
        if name not in after:
            fact = "was removed"
        else:
            kept = as_items(after[name][1].get("acceptedKinds"))
            lost = [kind for kind in as_items(slot.get("acceptedKinds")) if kind not in kept]
            fact = f"does not accept {', '.join(map(str, lost))} any more" if lost and kept else ""
        if fact:
            yield Finding(
                after[name][0] if name in after else ("extensionPoints",),
                f"extension point '{name}' {fact}",
                help="keep it as it was; projects may bind it",
                related=(Related(route, "it was here", change.before.path),),
            )
