from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers.trigger import Trigger


@rule("W043", severity=Severity.ERROR, since="0.1.0")
def unresolved_variable(trigger: Trigger) -> Iterator[Finding]:
    """A variable or `~` is in a setting that does not expand it.

    ## Why

    The engine expands environment variables in `hmacSecret` and in the token of `source`, and `~/` in `soulFile`.
    Everywhere else they are literal: the run uses a folder with the name `$HOME`.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: $HOME/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspaceName: team
    ```
    """
    for path in _FIELDS:
        value = trigger.text(*path)
        if _VARIABLE.match(value):
            yield Finding(
                place=trigger.route(*path),
                message=f"'{path[-1]}' is the literal text {quoted(value)}; variables are not expanded here",
                help="write the value itself",
            )
    if trigger.text("workspacePath").startswith("~"):
        yield Finding(
            place=trigger.route("workspacePath"),
            message="'workspacePath' begins with '~', which is expanded in 'soulFile' only",
            help="write an absolute path, or use 'workspaceName'",
        )


_FIELDS = (
    ("id",),
    ("workflowId",),
    ("workspacePath",),
    ("goal",),
    ("agentConfig", "model"),
    ("source", "repo"),
    ("source", "baseUrl"),
    ("source", "projectId"),
)
_VARIABLE = re.compile(r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?(?:/|$)")
