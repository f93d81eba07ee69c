from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.validation import is_variable


@rule("W010", severity=Severity.ERROR, since="0.1.0")
def literal_secret(trigger: Trigger) -> Iterator[Finding]:
    """A secret is written in plain text.

    ## Why

    Trigger files are committed and shared, and so are the secrets in them.
    A value that begins with `$` names an environment variable instead.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        hmacSecret: correct-horse
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
    """
    for path in (("hmacSecret",), ("source", "token")):
        value = trigger.text(*path)
        if value and not is_variable(value):
            yield Finding(
                place=trigger.route(*path),
                message=f"'{path[-1]}' contains a secret in plain text",
                help="revoke the secret, and write '$' and the name of an environment variable",
            )
