from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger import Trigger


@rule("W012", severity=Severity.WARNING, since="0.1.0")
def circular_trigger(trigger: Trigger) -> Iterator[Finding]:
    """A polling trigger does not exclude its own account.

    ## Why

    An issue or pull request that a run opens is a new item of the same poll.
    Without `excludeAuthors` it can start the next run, and so on.

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

    When the runs never create items of the polled kind.
    """
    is_github = trigger.provider in (fields.GITHUB_ISSUES, fields.GITHUB_PRS)
    if is_github and not trigger.words("source", "excludeAuthors"):
        yield Finding(
            place=trigger.route("source"),
            message=f"trigger {trigger.name} does not exclude items of its own account",
            help="add 'excludeAuthors' with the account of the token",
        )
