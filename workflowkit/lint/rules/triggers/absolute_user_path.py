from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers.trigger import Trigger


@rule("W013", severity=Severity.INFO, since="0.1.0")
def absolute_user_path(trigger: Trigger) -> Iterator[Finding]:
    """A path is inside the home folder of a user.

    ## Why

    The file works for one account on one machine.
    A named workspace moves the path to the configuration of each machine.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /home/kim/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspaceName: team
    ```

    ## When not

    When the file is used on one machine only.
    """
    for key in ("workspacePath", "soulFile"):
        if _HOME.match(trigger.text(key)):
            yield Finding(
                place=trigger.route(key),
                message=f"'{key}' is inside the home folder of a user",
                help="use 'workspaceName', or a path that exists on every machine",
            )


_HOME = re.compile(r"/(?:home|Users)/[^/]|[A-Za-z]:[\\/]Users[\\/]", re.IGNORECASE)
