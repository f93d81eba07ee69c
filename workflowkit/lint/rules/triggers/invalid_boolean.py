from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger


@rule("W033", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def invalid_boolean(trigger: Trigger) -> Iterator[Finding]:
    """A boolean has a value that does not enable it.

    ## Why

    Only `true`, in any case, enables a boolean.
    `yes`, `on` and `1` leave automatic commits and pull requests disabled.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        autoCommit: yes
        branchStrategy: worktree
        baseBranch: main
        branchPrefix: bots/
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

    The value becomes `true`, which is an unsafe fix, because runs then commit.
    """
    for key in ("autoCommit", "autoOpenPR"):
        value = trigger.text(key)
        if not value or value.lower() in ("true", *fields.OFF_WORDS):
            continue
        edits = editing.set_value(trigger.entries[(key,)], "true")
        yield Finding(
            place=trigger.route(key),
            message=f"'{key}' is {quoted(value)}, which disables it",
            help="write 'true' or 'false'",
            fix=editing.offer("write 'true'", edits, changes=f"'{key}' is enabled"),
        )
