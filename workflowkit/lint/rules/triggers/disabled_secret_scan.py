from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W035", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def disabled_secret_scan(file: TriggerFile) -> Iterator[Finding]:
    """Automatic commits are enabled without the secret scan.

    ## Why

    Nobody reviews automatic commits before they exist.
    Only the scan keeps secrets out of the history.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoCommit: true
        branchStrategy: worktree
        baseBranch: main
        branchPrefix: bots/
        secretScan: false
    ```

    ## Good

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoCommit: true
        branchStrategy: worktree
        baseBranch: main
        branchPrefix: bots/
    ```

    ## Fix

    The key is removed, which enables the scan.

    ## When not

    When another tool scans the repository before a push.
    """
    for trigger in file.triggers:
        is_off = trigger.text("secretScan").lower() in fields.OFF_WORDS
        if is_off and trigger.is_on("autoCommit"):
            entry = trigger.entries[("secretScan",)]
            edits = editing.delete_entry(file, trigger, entry)
            yield Finding(
                place=trigger.route("secretScan"),
                message="automatic commits are not scanned for secrets",
                help="remove 'secretScan'",
                fix=editing.offer("remove the key", edits, changes="the scan is enabled"),
            )
