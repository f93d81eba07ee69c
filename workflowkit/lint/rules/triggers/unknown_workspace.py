from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import closest
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W040", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_workspace(file: TriggerFile) -> Iterator[Finding]:
    """A trigger names a workspace that is not configured, or not well.

    ## Why

    Names are looked up in the `workspaces` of the engine's configuration, whose paths must be absolute.
    The engine drops the trigger otherwise.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspaceName: taem
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

    A slip is replaced by the workspace that it resembles.
    """
    for trigger in file.triggers:
        for error in file.errors(trigger):
            if error.rule != "unknown-workspace":
                continue
            guess = closest(error.subject, error.known) if error.subject else None
            entry = trigger.entries[("workspaceName",)]
            edits = editing.set_value(entry, guess) if guess else ()
            yield Finding(
                place=trigger.route("workspaceName"),
                message=error.message,
                help=error.help,
                note=f"the engine drops trigger {trigger.name}",
                fix=editing.offer(f"write '{guess}'", edits, changes="the trigger is loaded"),
            )
