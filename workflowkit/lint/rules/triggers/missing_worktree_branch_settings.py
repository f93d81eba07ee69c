from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W006", severity=Severity.ERROR, since="0.1.0", fix="safe")
def missing_worktree_branch_settings(file: TriggerFile) -> Iterator[Finding]:
    """A worktree has no base branch or branch prefix.

    ## Why

    The daemon silently uses the defaults `main` and `worktrain/`.
    In a repository without a branch `main`, the run fails.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        branchStrategy: worktree
    ```

    ## Good

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        branchStrategy: worktree
        baseBranch: develop
        branchPrefix: bots/
    ```

    ## Fix

    The default is written explicitly, which does not change the behavior.
    """
    for trigger in file.triggers:
        if not trigger.has_worktree:
            continue
        strategy = trigger.entries[("branchStrategy",)]
        for key, default in _DEFAULTS.items():
            if trigger.has(key):
                continue
            edits = editing.insert_keys(file, trigger, strategy, [(key, default)])
            yield Finding(
                place=trigger.route("branchStrategy"),
                message=f"'{key}' is missing; the default is '{default}'",
                help=f"add '{key}'",
                fix=editing.offer(f"write '{key}: {default}'", edits, safe=True),
            )


_DEFAULTS = {
    "baseBranch": fields.DEFAULT_BASE_BRANCH,
    "branchPrefix": fields.DEFAULT_BRANCH_PREFIX,
}
