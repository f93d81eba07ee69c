from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W012", severity=Severity.WARNING, since="0.1.0")
def self_trigger_loop(file: TriggerFile) -> Iterator[Finding]:
    """A poller also reacts to what its own runs write.

    ## Why

    A run that opens an issue or a pull request makes the next item of the same poll.
    Without `excludeAuthors` the engine starts a run for it, and so on.

    ## Bad

    ```yaml
    triggers:
      - id: issues
        provider: github_issues_poll
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Look at {{$.title}}"
        source:
          repo: acme/shop
          token: $HOOK_SECRET
          events: issues.opened
    ```

    ## Good

    ```yaml
    triggers:
      - id: issues
        provider: github_issues_poll
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Look at {{$.title}}"
        source:
          repo: acme/shop
          token: $HOOK_SECRET
          events: issues.opened
          excludeAuthors: acme-bot
    ```

    ## When not

    When the runs never write to what is polled.
    """
    for trigger in file.triggers:
        is_github = trigger.provider in (fields.GITHUB_ISSUES, fields.GITHUB_PRS)
        if is_github and not trigger.words("source", "excludeAuthors"):
            yield Finding(
                place=trigger.route("source"),
                message=f"trigger {trigger.name} also reacts to what its own account writes",
                help="add 'excludeAuthors' with the account of the token",
            )
