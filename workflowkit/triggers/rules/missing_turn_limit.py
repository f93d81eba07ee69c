from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W015", severity=Severity.INFO, since="0.1.0", fix="safe")
def missing_turn_limit(file: TriggerFile) -> Iterator[Finding]:
    """A run has no turn limit of its own and ends after 200 turns.

    ## Why

    The limit is real, but stands nowhere in the file.
    Long workflows reach it in the middle of their work.

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

    The limit of 200 turns is written out, which changes nothing but makes it visible.
    """
    default = str(fields.DEFAULT_TURNS)
    for trigger in file.triggers:
        if not trigger.item.entries or trigger.has("agentConfig", "maxTurns"):
            continue
        edits = editing.insert_in_block(file, trigger, "agentConfig", [("maxTurns", default)])
        yield Finding(
            place=trigger.route("agentConfig"),
            message=f"a run of trigger {trigger.name} ends after the hidden limit of {default} turns",
            help="add 'maxTurns' to 'agentConfig'",
            note="it counts for webhooks; the pipeline of the queue has limits of its own"
            if trigger.is_queue
            else "",
            fix=editing.offer(f"write 'maxTurns: {default}'", edits, safe=True),
        )
