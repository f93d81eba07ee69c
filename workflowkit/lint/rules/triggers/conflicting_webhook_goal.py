from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger import Trigger


@rule("W046", severity=Severity.INFO, since="0.1.0")
def conflicting_webhook_goal(trigger: Trigger) -> Iterator[Finding]:
    """All webhooks of a trigger have the same goal.

    ## Why

    The engine drops a request with the goal and workspace of one accepted in the last 30 seconds.
    The sender still gets 202, and `concurrencyMode: parallel` changes nothing.

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

    When one run handles all pending events.
    """
    if trigger.provider == fields.GENERIC and trigger.has_static_goal:
        key = "goalTemplate" if trigger.text("goalTemplate") else "goal"
        yield Finding(
            place=trigger.route(key),
            message="all webhooks of this trigger have the same goal; at most one run starts in 30 seconds",
            help="add a 'goalTemplate' with a token that is unique to each event",
        )
