from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger import Trigger


@rule("W007", severity=Severity.WARNING, since="0.1.0")
def conflicting_parallel_writers(trigger: Trigger) -> Iterator[Finding]:
    """Parallel runs commit to one checkout.

    ## Why

    With `concurrencyMode: parallel` several runs of the trigger are active at once.
    Without worktrees they change the same files, and each commits unfinished changes of the others.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode: parallel
        autoCommit: true
    ```

    ## Good

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode: parallel
        autoCommit: true
        branchStrategy: worktree
        baseBranch: main
        branchPrefix: bots/
    ```
    """
    is_writer = trigger.is_on("autoCommit") or trigger.is_on("autoOpenPR")
    is_parallel = trigger.text("concurrencyMode") == "parallel"
    if is_parallel and is_writer and not trigger.has_worktree:
        yield Finding(
            place=trigger.route("concurrencyMode"),
            message="parallel runs of this trigger commit to one checkout",
            help="add 'branchStrategy: worktree', or remove 'concurrencyMode'",
        )
