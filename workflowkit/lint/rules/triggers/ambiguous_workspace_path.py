from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.validation import is_absolute


@rule("W044", severity=Severity.WARNING, since="0.1.0")
def ambiguous_workspace_path(trigger: Trigger) -> Iterator[Finding]:
    """The path of a workspace is relative.

    ## Why

    The engine checks neither that the path is absolute nor that it exists.
    A relative path is resolved from the current folder of the daemon.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: work/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```
    """
    path = trigger.text("workspacePath")
    is_named = bool(trigger.text("workspaceName"))
    if path and not is_named and not is_absolute(path) and path[0] not in "$~":
        yield Finding(
            place=trigger.route("workspacePath"),
            message=f"'workspacePath' {quoted(path)} is relative to the current folder of the daemon",
            help="write an absolute path, or use 'workspaceName'",
        )
