from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing
from workflowkit.triggers.payload import tokens
from workflowkit.triggers.trigger import Trigger


@rule("W049", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unresolved_static_goal_token(trigger: Trigger) -> Iterator[Finding]:
    """The static goal contains a token.

    ## Why

    The engine renders only `goalTemplate`.
    The agent gets the tokens of `goal` literally.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: "Review {{$.pull.title}}"
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
        goalTemplate: "Review {{$.pull.title}}"
    ```

    ## Fix

    The key is renamed to `goalTemplate`.
    """
    entry = trigger.entries.get(("goal",))
    token = next(tokens(entry.value), None) if entry else None
    if entry is None or token is None:
        return
    has_template = trigger.has("goalTemplate")
    edits = () if has_template else tuple(editing.rename_key(entry, "goalTemplate"))
    yield Finding(
        place=trigger.route("goal"),
        window=(token.start, token.end),
        message="tokens in 'goal' are not rendered",
        help="rename the key to 'goalTemplate', and add 'goal' as the fallback",
        fix=editing.offer(
            "write 'goalTemplate'", edits, changes="the goal is rendered from the payload"
        ),
    )
