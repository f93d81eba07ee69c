from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W016", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def autocommit_on_main_checkout(file: TriggerFile) -> Iterator[Finding]:
    """Commits are asked for in the checkout that everybody uses.

    ## Why

    `branchStrategy: none` says that no branch is made.
    Commits would land on whatever is checked out at that moment; engines that accept the combination do just that.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoCommit: true
        branchStrategy: none
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

    The strategy becomes `worktree`.
    """
    for trigger in file.triggers:
        if trigger.is_on("autoCommit") and trigger.text("branchStrategy") == "none":
            entry = trigger.entries[("branchStrategy",)]
            edits = editing.set_value(entry, "worktree")
            yield Finding(
                place=trigger.route("branchStrategy"),
                message="'branchStrategy: none' lets commits land in the shared checkout",
                help="write 'worktree'",
                fix=editing.offer("write 'worktree'", edits, changes="each run gets a worktree"),
            )
