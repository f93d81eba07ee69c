from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import fields
from workflowkit.triggers.goals import tokens
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W050", severity=Severity.INFO, since="0.1.0")
def missing_fallback_goal(file: TriggerFile) -> Iterator[Finding]:
    """A payload that lacks one value runs for 'Autonomous task'.

    ## Why

    As soon as one token of the template has no value, the whole goal is replaced by the static one.
    Without `goal` that is a text which tells the agent nothing.

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
    for trigger in file.triggers:
        template = trigger.text("goalTemplate")
        is_hidden = template == fields.DEFAULT_TEMPLATE
        if trigger.text("goal") or trigger.is_queue or is_hidden or not any(tokens(template)):
            continue
        yield Finding(
            place=trigger.route("goalTemplate"),
            message=f"a payload that lacks one of these values runs for '{fields.DEFAULT_GOAL}'",
            help="add 'goal' with what to do then",
        )
