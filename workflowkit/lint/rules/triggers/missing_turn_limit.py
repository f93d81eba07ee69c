from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W015", severity=Severity.INFO, since="0.1.0", fix="safe")
def missing_turn_limit(file: TriggerFile) -> Iterator[Finding]:
    """A trigger has no turn limit, so its runs end after 200 turns.

    ## Why

    The default limit is not visible in the file, and long workflows reach it in the middle of their work.

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
          maxTurns: 120
    ```

    ## Fix

    The limit of 200 turns is written explicitly, which does not change the behavior.
    """
    default = str(fields.DEFAULT_TURNS)
    for trigger in file.triggers:
        if not trigger.item.entries or trigger.has("agentConfig", "maxTurns"):
            continue
        edits = editing.insert_in_block(file, trigger, "agentConfig", [("maxTurns", default)])
        yield Finding(
            place=trigger.route("agentConfig"),
            message=f"trigger {trigger.name} has the default limit of {default} turns",
            help="add 'maxTurns' to 'agentConfig'",
            note="it applies to webhooks; the pipeline of the queue has its own limits"
            if trigger.is_queue
            else "",
            fix=editing.offer(f"write 'maxTurns: {default}'", edits, safe=True),
        )
