from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W009", severity=Severity.WARNING, since="0.1.0", fix="safe")
def missing_session_limit(file: TriggerFile) -> Iterator[Finding]:
    """A trigger has no time limit, so its runs are aborted after 30 minutes.

    ## Why

    The default limit is not visible in the file, and it aborts longer runs in the middle of their work.

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
        agentConfig:
          maxSessionMinutes: 60
    ```

    ## Fix

    The limit of 30 minutes is written explicitly, which does not change the behavior.
    """
    default = str(fields.DEFAULT_MINUTES)
    for trigger in file.triggers:
        if not trigger.item.entries or trigger.has("agentConfig", "maxSessionMinutes"):
            continue
        pair = ("maxSessionMinutes", default)
        edits = editing.insert_in_block(file, trigger, "agentConfig", [pair])
        yield Finding(
            place=trigger.route("agentConfig"),
            message=f"trigger {trigger.name} has the default time limit of {default} minutes",
            help="add 'maxSessionMinutes' to 'agentConfig'",
            note="it applies to webhooks; the pipeline of the queue has its own limits"
            if trigger.is_queue
            else "",
            fix=editing.offer(f"write 'maxSessionMinutes: {default}'", edits, safe=True),
        )
