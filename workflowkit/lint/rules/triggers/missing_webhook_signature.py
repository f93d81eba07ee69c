from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger import Trigger


@rule("W011", severity=Severity.WARNING, since="0.1.0")
def missing_webhook_signature(trigger: Trigger) -> Iterator[Finding]:
    """A webhook requires no signature.

    ## Why

    Without `hmacSecret` the engine checks no signature: every process that can reach its port can start runs with any payload.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        hmacSecret: $HOOK_SECRET
    ```

    ## When not

    When only trusted processes can reach the port.
    """
    if trigger.provider == fields.GENERIC and not trigger.text("hmacSecret"):
        yield Finding(
            place=trigger.route(),
            message=f"the webhook of trigger {trigger.name} requires no signature",
            help="add 'hmacSecret' with '$' and the name of an environment variable",
        )
