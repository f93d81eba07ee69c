from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W041", severity=Severity.ERROR, since="0.1.0")
def missing_secret(file: TriggerFile) -> Iterator[Finding]:
    """The environment variable of a secret is not set.

    ## Why

    The engine resolves the variable when it loads the file.
    Without a value it drops the trigger.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        hmacSecret: $UNSET_SECRET
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

    When the daemon runs elsewhere, with another environment; the check requires `--environment` or `--env-file`.
    """
    for trigger in file.triggers:
        for error in file.errors(trigger):
            if error.rule == "missing-secret":
                yield Finding(
                    place=trigger.route(*error.path),
                    message=error.message,
                    help=error.help,
                    note=f"the engine drops trigger {trigger.name}",
                )
