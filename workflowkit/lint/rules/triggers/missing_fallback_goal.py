from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import fields
from workflowkit.triggers.payload import tokens
from workflowkit.triggers.trigger import Trigger


@rule("W050", severity=Severity.INFO, since="0.1.0")
def missing_fallback_goal(trigger: Trigger) -> Iterator[Finding]:
    """A goal template has no fallback goal.

    ## Why

    If any token of the template has no value, the static goal replaces the whole text.
    Without `goal` it is 'Autonomous task', which gives the agent no task.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Review {{$.pull.title}}"
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Review {{$.pull.title}}"
        goal: Review the newest change
    ```
    """
    template = trigger.text("goalTemplate")
    is_hidden = template == fields.DEFAULT_TEMPLATE
    if trigger.text("goal") or trigger.is_queue or is_hidden or not any(tokens(template)):
        return
    yield Finding(
        place=trigger.route("goalTemplate"),
        message=f"the goal is '{fields.DEFAULT_GOAL}' when the payload lacks one of these values",
        help="add 'goal' as the fallback",
    )
