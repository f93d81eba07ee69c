from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger import Trigger


@rule("W055", severity=Severity.INFO, since="0.1.0")
def missing_polling_signature(trigger: Trigger) -> Iterator[Finding]:
    """The webhook of a poller requires no signature.

    ## Why

    Every trigger has a webhook URL with its id, whatever its provider is.
    A webhook runs the trigger with its settings; that of a queue trigger starts with an empty workflow id.

    ## Bad

    ```yaml
    triggers:
      - id: queue
        provider: github_queue_poll
        workspacePath: /srv/shop
        source:
          repo: acme/shop
          token: $HOOK_SECRET
    ```

    ## Good

    ```yaml
    triggers:
      - id: queue
        provider: github_queue_poll
        workspacePath: /srv/shop
        hmacSecret: $HOOK_SECRET
        source:
          repo: acme/shop
          token: $HOOK_SECRET
    ```

    ## When not

    When only trusted processes can reach the port.
    """
    is_poller = trigger.is_polling or trigger.is_queue
    if is_poller and not trigger.text("hmacSecret"):
        yield Finding(
            place=trigger.route(),
            message=f"trigger {trigger.name} can also be started by an unsigned webhook",
            help="add 'hmacSecret' with '$' and the name of an environment variable",
        )
