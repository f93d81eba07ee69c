from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W052", severity=Severity.ERROR, since="0.1.0", fix="safe")
def deprecated_workflow_id(file: TriggerFile) -> Iterator[Finding]:
    """A trigger uses a retired workflow id.

    ## Why

    The engine does not know retired ids: it finds no workflow and drops the trigger.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: old.flow
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Fix

    The new id replaces the retired one.
    """
    daemon = file.daemon
    for trigger in file.triggers:
        name = trigger.text("workflowId")
        new = daemon.aliases.get(name)
        if new is None or name in (daemon.workflows or ()) or trigger.is_queue:
            continue
        edits = editing.set_value(trigger.entries[("workflowId",)], new)
        yield Finding(
            place=trigger.route("workflowId"),
            message=f"workflow id {quoted(name)} is retired; the new id is {quoted(new)}",
            help=f"write '{new}'",
            note=f"the engine drops trigger {trigger.name} when it starts",
            fix=editing.offer(f"write '{new}'", edits, safe=True, changes="the trigger runs"),
        )
