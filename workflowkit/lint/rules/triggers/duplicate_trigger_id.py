from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W002", severity=Severity.ERROR, since="0.1.0")
def duplicate_trigger_id(file: TriggerFile) -> Iterator[Finding]:
    """Two triggers have the same id.

    ## Why

    The daemon starts no trigger of the file, and the engine's own `trigger validate` does not report it.
    The id is also part of the webhook URL, which must be unique.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/till
    ```

    ## Good

    ```yaml
    triggers:
      - id: review-shop
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
      - id: review-till
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/till
    ```
    """
    first_seen: dict[str, Trigger] = {}
    for trigger in file.triggers:
        if not trigger.id:
            continue
        first = first_seen.setdefault(trigger.id, trigger)
        if first is not trigger:
            yield Finding(
                place=trigger.route("id"),
                message=f"trigger id {quoted(trigger.id)} is already used",
                help="give the trigger a unique id",
                note="the daemon starts no trigger of this file",
                related=(Related(first.route("id"), "first used here"),),
            )
