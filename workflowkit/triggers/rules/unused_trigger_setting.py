from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W036", severity=Severity.WARNING, since="0.1.0")
def unused_trigger_setting(file: TriggerFile) -> Iterator[Finding]:
    """A setting has no effect with this provider.

    ## Why

    Polled items and queued issues take another way than webhooks.
    They carry the goal, the workspace and little else, so that automatic commits, branches, conditions and mappings of the trigger are not looked at.

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

    When webhooks are also sent to the id of this trigger: they use all settings but `source`.
    """
    for trigger in file.triggers:
        for key in _UNUSED.get(trigger.provider, ()):
            if trigger.has(key):
                who = _READERS.get(trigger.provider, "polled items make")
                yield Finding(
                    place=trigger.route(key),
                    message=f"{who} no use of '{key}'",
                    help="remove it",
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
_READERS = {fields.GENERIC: "a generic trigger makes", fields.QUEUE: "queued issues make"}
