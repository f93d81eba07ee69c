from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W046", severity=Severity.INFO, since="0.1.0")
def static_webhook_goal(file: TriggerFile) -> Iterator[Finding]:
    """Every webhook has the same goal, so one run starts in 30 seconds.

    ## Why

    A request with the goal and workspace of one from the last 30 seconds is dropped.
    Its sender is told that it was accepted; `concurrencyMode: parallel` does not help.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
        goalTemplate: "Review {{$.pull.title}}"
    ```

    ## When not

    When the webhook means "something happened", and one run deals with all of it.
    """
    for trigger in file.triggers:
        if trigger.provider == fields.GENERIC and trigger.has_static_goal:
            key = "goalTemplate" if trigger.text("goalTemplate") else "goal"
            yield Finding(
                place=trigger.route(key),
                message="every webhook has this goal, so that those within 30 seconds of a run are dropped",
                help="add a 'goalTemplate' with a token that differs for each event",
            )
