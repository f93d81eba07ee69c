from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W002", severity=Severity.ERROR, since="0.1.0")
def duplicate_trigger_id(file: TriggerFile) -> Iterator[Finding]:
    """Two triggers share an id.

    ## Why

    The daemon refuses to start any trigger of the file, and the engine's `trigger validate` does not notice.
    The id is also the address of the webhook, so one of the two could never be reached.

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
                message=f"trigger id {quoted(trigger.id)} is already taken",
                help="give this trigger an id of its own",
                note="the daemon starts no trigger of this file",
                related=(Related(first.route("id"), "first used here"),),
            )
