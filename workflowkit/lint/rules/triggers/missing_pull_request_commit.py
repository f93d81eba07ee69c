from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.triggers import editing
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W005", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def missing_pull_request_commit(file: TriggerFile) -> Iterator[Finding]:
    """Pull requests are enabled without commits.

    ## Why

    A pull request requires commits, which only `autoCommit` creates.
    The engine drops the trigger.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoOpenPR: true
    ```

    ## Good

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoCommit: true
        autoOpenPR: true
        branchStrategy: worktree
        baseBranch: main
        branchPrefix: worktrain/
    ```

    ## Fix

    `autoCommit` is enabled.
    """
    for trigger in file.triggers:
        for error in file.errors(trigger):
            if error.rule == "missing-pull-request-commit":
                yield Finding(
                    place=trigger.route("autoOpenPR"),
                    message=error.message,
                    help=error.help,
                    note=f"the engine drops trigger {trigger.name}",
                    fix=_fix(file, trigger),
                )


def _fix(file: TriggerFile, trigger: Trigger) -> Fix | None:
    commit = trigger.entries.get(("autoCommit",))
    if commit:
        edits = editing.set_value(commit, "true")
    else:
        switch = trigger.entries[("autoOpenPR",)]
        edits = editing.insert_keys(file, trigger, switch, [("autoCommit", "true")])
    return editing.offer("enable 'autoCommit'", edits, changes="the run commits")
