from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W023", severity=Severity.ERROR, since="0.1.0", fix="safe")
def ambiguous_quoted_key(file: TriggerFile) -> Iterator[Finding]:
    """A key of a trigger is quoted.

    ## Why

    The engine removes quotes from values, but not from keys.
    A quoted key is unknown to it, or in a context mapping a name with quotes.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        "goal": Review the newest change
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
    ```

    ## Fix

    The quotes are removed.
    """
    for difference in file.differences(DifferenceKind.QUOTED_KEY):
        entry, key = difference.entry, difference.node
        if entry is None or key is None:
            continue
        is_plain = _PLAIN.fullmatch(key.text)
        edits = editing.rename_key(entry, key.text) if is_plain else ()
        yield Finding(
            place=TextRange(*entry.key_place),
            message=f"the engine reads the quotes as part of the key {quoted(key.text)}",
            help="remove the quotes",
            fix=editing.offer("remove the quotes", edits, safe=True),
        )


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*(?: [A-Za-z0-9_.-]+)*")
