from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.suggest import closest
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W040", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_workspace(file: TriggerFile) -> Iterator[Finding]:
    """A trigger uses an unknown workspace, or one with an invalid path.

    ## Why

    The name must be in `workspaces` of the daemon configuration, with an absolute path.
    Otherwise the engine drops the trigger.

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

    A misspelled name is replaced with the similar one.
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
