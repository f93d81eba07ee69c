from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W014", severity=Severity.INFO, since="0.1.0")
def metrics_delivery_mismatch(file: TriggerFile) -> Iterator[Finding]:
    """Commits are made for a workflow that is not meant to change code.

    ## Why

    The metrics profile of a workflow says what kind of result it has.
    Only `coding` counts commits; elsewhere automatic commits are a surprise, and nobody measures them.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.review
        workspacePath: /srv/shop
        autoCommit: true
        branchStrategy: worktree
        baseBranch: main
        branchPrefix: bots/
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.review
        workspacePath: /srv/shop
    ```
    """
    for trigger in file.triggers:
        profile = file.surroundings.profiles.get(trigger.text("workflowId"), "coding")
        if trigger.is_on("autoCommit") and profile != "coding":
            yield Finding(
                place=trigger.route("autoCommit"),
                message=f"commits are made for a workflow whose metrics profile is '{profile}'",
                help="switch 'autoCommit' off, or name a workflow that changes code",
            )
