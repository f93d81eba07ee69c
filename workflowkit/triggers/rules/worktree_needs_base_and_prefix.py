from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W006", severity=Severity.ERROR, since="0.1.0", fix="safe")
def worktree_needs_base_and_prefix(file: TriggerFile) -> Iterator[Finding]:
    """A worktree is asked for without a base branch or a branch prefix.

    ## Why

    The daemon falls back to `main` and `worktrain/` without a word.
    In a repository whose branch has another name the run then fails, and its branches carry a prefix that nobody chose.

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

    The default is written out, which changes nothing but makes it visible.
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
                message=f"a worktree without '{key}' gets '{default}'",
                help=f"add '{key}'",
                fix=editing.offer(f"write '{key}: {default}'", edits, safe=True),
            )


_DEFAULTS = {
    "baseBranch": fields.DEFAULT_BASE_BRANCH,
    "branchPrefix": fields.DEFAULT_BRANCH_PREFIX,
}
