from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W014", severity=Severity.INFO, since="0.1.0")
def mismatched_delivery_profile(file: TriggerFile) -> Iterator[Finding]:
    """Automatic commits are enabled for a workflow that does not change code.

    ## Why

    The metrics profile of a workflow states the kind of its result.
    Only the profile `coding` counts commits; with other profiles, automatic commits are unexpected and not measured.

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
        profile = file.daemon.profiles.get(trigger.text("workflowId"), "coding")
        if trigger.is_on("autoCommit") and profile != "coding":
            yield Finding(
                place=trigger.route("autoCommit"),
                message=f"'autoCommit' is enabled for a workflow with the metrics profile '{profile}'",
                help="disable 'autoCommit', or use a workflow that changes code",
            )
