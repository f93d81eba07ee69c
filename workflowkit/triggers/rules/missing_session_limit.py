from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W009", severity=Severity.WARNING, since="0.1.0", fix="safe")
def missing_session_limit(file: TriggerFile) -> Iterator[Finding]:
    """A run has no time limit of its own and is cut off after 30 minutes.

    ## Why

    The limit is real, but stands nowhere in the file: a run that needs longer is ended in the middle of its work.

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

    The limit of 30 minutes is written out, which changes nothing but makes it visible.
    """
    default = str(fields.DEFAULT_MINUTES)
    for trigger in file.triggers:
        if not trigger.item.entries or trigger.has("agentConfig", "maxSessionMinutes"):
            continue
        pair = ("maxSessionMinutes", default)
        edits = editing.insert_in_block(file, trigger, "agentConfig", [pair])
        yield Finding(
            place=trigger.route("agentConfig"),
            message=f"a run of trigger {trigger.name} is cut off after the hidden limit of {default} minutes",
            help="add 'maxSessionMinutes' to 'agentConfig'",
            note="it counts for webhooks; the pipeline of the queue has limits of its own"
            if trigger.is_queue
            else "",
            fix=editing.offer(f"write 'maxSessionMinutes: {default}'", edits, safe=True),
        )
