from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("Z204", severity=Severity.ERROR, since="0.1.0")
def changed_template_arguments(change: WorkflowChange) -> Iterator[Finding]:
    """A routine takes other template arguments than in the old version.

    ## Why

    Workflows that call a routine give it arguments by name.
    The engine refuses a call that lacks one, and drops one that the routine does not use.

    ## Bad

    ```json
    {
      "before": {
        "id": "acme.routine-plan",
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "write", "title": "Write", "prompt": "Write the plan to {planFile}."}
        ]
      },
      "after": {
        "id": "acme.routine-plan",
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "write", "title": "Write", "prompt": "Write the plan to {planPath}."}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "id": "acme.routine-plan",
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "write", "title": "Write", "prompt": "Write the plan to {planFile}."}
        ]
      },
      "after": {
        "id": "acme.routine-plan",
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "write", "title": "Write", "prompt": "Write the whole plan to {planFile}."}
        ]
      }
    }
    ```
    """
    if change.after.analysis.kind != "routine":
        return
    before, after = change.before.arguments, change.after.arguments
    for name in sorted(before.keys() ^ after.keys()):
        is_new = name in after
        yield Finding(
            after[name] if is_new else ("steps",),
            f"the routine {'needs the' if is_new else 'does not take the'} argument '{name}'{'' if is_new else ' any more'}",
            help="keep the arguments, and update the calls in all workflows when they have to change",
            related=()
            if is_new
            else (Related(before[name], "it was used here", change.before.path),),
        )
