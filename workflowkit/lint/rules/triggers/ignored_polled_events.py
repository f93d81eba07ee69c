from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger import Trigger


@rule("W045", severity=Severity.WARNING, since="0.1.0")
def ignored_polled_events(trigger: Trigger) -> Iterator[Finding]:
    """A polling trigger has the same goal for all new items.

    ## Why

    The engine drops a request with the goal and workspace of one accepted in the last 30 seconds.
    All items of a poll arrive together and are marked as processed: with the same goal, only the first starts a run.

    ## Bad

    ```yaml
    triggers:
      - id: issues
        provider: github_issues_poll
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Look at the new issue
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
        goal: Look at the new issue
        goalTemplate: "Look at issue {{$.title}}"
        source:
          repo: acme/shop
          token: $HOOK_SECRET
          events: issues.opened
    ```

    ## When not

    When one run handles all new items.
    """
    if not trigger.is_polling:
        return
    is_hidden = not trigger.text("goal") and not trigger.text("goalTemplate")
    if is_hidden or trigger.has_static_goal:
        key = "goalTemplate" if trigger.text("goalTemplate") else "goal"
        yield Finding(
            place=trigger.route(key),
            message=f"all new items of trigger {trigger.name} have the same goal; only the first of a poll starts a run",
            help="add a 'goalTemplate' with a token that is unique to each item",
            note="the others are marked as processed and never retried",
        )
