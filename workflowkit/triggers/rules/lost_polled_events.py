from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W045", severity=Severity.WARNING, since="0.1.0")
def lost_polled_events(file: TriggerFile) -> Iterator[Finding]:
    """Several new items of one poll start one run, and the others are lost.

    ## Why

    A request with the goal and workspace of one from the last 30 seconds is dropped.
    All items of a poll arrive together, and all are noted as done: with the same goal for each, only the first is ever worked on.

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

    When one run deals with everything that is new, whatever started it.
    """
    for trigger in file.triggers:
        if not trigger.is_polling:
            continue
        is_hidden = not trigger.text("goal") and not trigger.text("goalTemplate")
        if is_hidden or trigger.has_static_goal:
            key = "goalTemplate" if trigger.text("goalTemplate") else "goal"
            yield Finding(
                place=trigger.route(key),
                message=f"all new items of one poll have the same goal, so that only the first starts a run of trigger {trigger.name}",
                help="add a 'goalTemplate' with a token that differs for each item",
                note="the others are noted as done and never tried again",
            )
