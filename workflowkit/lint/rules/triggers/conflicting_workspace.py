from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W039", severity=Severity.WARNING, since="0.1.0", fix="safe")
def conflicting_workspace(file: TriggerFile) -> Iterator[Finding]:
    """A trigger has both `workspaceName` and `workspacePath`.

    ## Why

    The engine uses the name and ignores the path, even when it is another folder.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspaceName: team
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspaceName: team
    ```

    ## Fix

    The ignored path is removed.
    """
    for trigger in file.triggers:
        if trigger.text("workspaceName") and trigger.text("workspacePath"):
            entry = trigger.entries[("workspacePath",)]
            edits = editing.delete_entry(file, trigger, entry)
            yield Finding(
                place=trigger.route("workspacePath"),
                message="'workspaceName' overrides 'workspacePath'",
                help="keep one of them",
                related=(Related(trigger.route("workspaceName"), "used by the engine"),),
                fix=editing.offer("remove 'workspacePath'", edits, safe=True),
            )
