from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W024", severity=Severity.ERROR, since="0.1.0", fix="safe")
def ignored_escape(file: TriggerFile) -> Iterator[Finding]:
    """A quoted value contains escapes.

    ## Why

    The engine only removes one pair of outer quotes.
    A backslash stays a backslash, and a doubled quote stays doubled.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: 'Review what''s new'
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review what's new
    ```

    ## Fix

    The value is written without escapes.
    """
    for difference in file.differences(DifferenceKind.ESCAPE):
        entry, node = difference.entry, difference.node
        if entry is None or node is None:
            continue
        edits = editing.set_value(entry, trim(node.text))
        yield Finding(
            place=TextRange(*entry.raw),
            message=f"the engine does not process the escapes in '{entry.key}'",
            help="write the text without escapes, in quotes of the other kind",
            note=f"the engine reads {file.shown(entry)}",
            fix=editing.offer("write it without escapes", edits, safe=True),
        )
