from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W004", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def missing_autocommit_worktree(file: TriggerFile) -> Iterator[Finding]:
    """Automatic commits are enabled without a worktree.

    ## Why

    Without `branchStrategy: worktree` the run would commit to the checkout that people and other runs share.
    The engine drops the trigger.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoCommit: true
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
        branchPrefix: worktrain/
    ```

    ## Fix

    The fix adds `branchStrategy: worktree` with the default base branch and prefix.
    """
    for trigger in file.triggers:
        for error in file.errors(trigger):
            if error.rule == "missing-autocommit-worktree":
                is_written = trigger.has("branchStrategy")
                yield Finding(
                    place=trigger.route("branchStrategy" if is_written else "autoCommit"),
                    message=error.message,
                    help=error.help,
                    note=f"the engine drops trigger {trigger.name}",
                    fix=_fix(file, trigger),
                )


def _fix(file: TriggerFile, trigger: Trigger) -> Fix | None:
    defaults = {
        "branchStrategy": "worktree",
        "baseBranch": fields.DEFAULT_BASE_BRANCH,
        "branchPrefix": fields.DEFAULT_BRANCH_PREFIX,
    }
    missing = [(key, value) for key, value in defaults.items() if not trigger.has(key)]
    edits: list[Edit] = []
    strategy = trigger.entries.get(("branchStrategy",))
    if strategy:
        edits += editing.set_value(strategy, "worktree")
    if missing:
        above = strategy or trigger.entries[("autoCommit",)]
        edits += editing.insert_keys(file, trigger, above, missing)
    return editing.offer("commit in a separate worktree", edits, changes="the trigger is loaded")
