from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger import Trigger


@rule("W036", severity=Severity.WARNING, since="0.1.0")
def unused_trigger_setting(trigger: Trigger) -> Iterator[Finding]:
    """A setting has no effect with this provider.

    ## Why

    The jobs of polled items and queued issues contain the goal, the workspace and few other settings.
    Automatic commits, branches, conditions and mappings apply to webhooks only.

    ## Bad

    ```yaml
    triggers:
      - id: issues
        provider: github_issues_poll
        workflowId: demo.flow
        workspacePath: /srv/shop
        goalTemplate: "Look at {{$.title}}"
        concurrencyMode: parallel
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
    ```

    ## When not

    When webhooks are also sent to the id of this trigger: they use all settings except `source`.
    """
    for key in _UNUSED.get(trigger.provider, ()):
        if trigger.has(key):
            user = _USERS.get(trigger.provider, "polled items")
            yield Finding(
                place=trigger.route(key),
                message=f"'{key}' has no effect on {user}",
                help=f"remove '{key}'",
                on_key=True,
            )


_QUEUE_KEYS = ("queueType", "queueLabel")
_WEBHOOK_KEYS = (
    "concurrencyMode",
    "autoCommit",
    "autoOpenPR",
    "secretScan",
    "branchStrategy",
    "baseBranch",
    "branchPrefix",
    "callbackUrl",
    "contextMapping",
    "dispatchCondition",
)
_UNUSED = {
    fields.GENERIC: ("source", *_QUEUE_KEYS),
    fields.GITLAB: (*_WEBHOOK_KEYS, *_QUEUE_KEYS),
    fields.GITHUB_ISSUES: (*_WEBHOOK_KEYS, *_QUEUE_KEYS),
    fields.GITHUB_PRS: (*_WEBHOOK_KEYS, *_QUEUE_KEYS),
    fields.QUEUE: (
        "workflowId",
        "goalTemplate",
        "referenceUrls",
        "soulFile",
        *_WEBHOOK_KEYS,
        *_QUEUE_KEYS,
    ),
}
_USERS = {fields.GENERIC: "a generic trigger", fields.QUEUE: "queued issues"}
