from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing
from workflowkit.triggers.trigger import Trigger


@rule("W016", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def conflicting_main_checkout_commits(trigger: Trigger) -> Iterator[Finding]:
    """Automatic commits go to the shared checkout.

    ## Why

    With `branchStrategy: none`, a run creates no branch.
    Engines that accept the combination commit to whatever branch is checked out at that moment.

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
    if trigger.is_on("autoCommit") and trigger.text("branchStrategy") == "none":
        entry = trigger.entries[("branchStrategy",)]
        edits = editing.set_value(entry, "worktree")
        yield Finding(
            place=trigger.route("branchStrategy"),
            message="'branchStrategy: none' makes runs commit to the shared checkout",
            help="write 'worktree'",
            fix=editing.offer("write 'worktree'", edits, changes="each run has its own worktree"),
        )
