from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W026", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def ambiguous_null(file: TriggerFile) -> Iterator[Finding]:
    """The engine reads a YAML null as text.

    ## Why

    Every value is a text for the engine.
    It reads `~` and `null` as values, such as the goal '~'.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: ~
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Fix

    The key is removed.
    """
    for difference in file.differences(DifferenceKind.NULL):
        entry = difference.entry
        if entry is None:
            continue
        trigger, _ = file.owner(entry)
        edits = editing.delete_entry(file, trigger, entry)
        yield Finding(
            place=TextRange(*entry.raw),
            message=f"the engine reads '{entry.key}' as the text {file.shown(entry)}",
            help="remove the key, or quote the text",
            fix=editing.offer("remove the key", edits, changes="the setting is absent"),
        )
