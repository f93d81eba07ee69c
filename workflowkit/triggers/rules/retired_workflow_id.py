from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W052", severity=Severity.ERROR, since="0.1.0", fix="safe")
def retired_workflow_id(file: TriggerFile) -> Iterator[Finding]:
    """A trigger names a workflow by an id that has been replaced.

    ## Why

    The engine keeps no list of old ids: the daemon does not find the workflow and removes the trigger.

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

    The new id is written.
    """
    surroundings = file.surroundings
    for trigger in file.triggers:
        name = trigger.text("workflowId")
        new = surroundings.aliases.get(name)
        if new is None or name in (surroundings.workflows or ()) or trigger.is_queue:
            continue
        edits = editing.set_value(trigger.entries[("workflowId",)], new)
        yield Finding(
            place=trigger.route("workflowId"),
            message=f"workflow {quoted(name)} is called {quoted(new)} now",
            help=f"write '{new}'",
            note=f"the daemon removes trigger {trigger.name} at its start",
            fix=editing.offer(f"write '{new}'", edits, safe=True, changes="the trigger runs"),
        )
