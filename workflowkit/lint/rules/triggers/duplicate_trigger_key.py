from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W030", severity=Severity.ERROR, since="0.1.0", fix="safe")
def duplicate_trigger_key(file: TriggerFile) -> Iterator[Finding]:
    """A trigger has a duplicate key.

    ## Why

    The engine uses the last occurrence with a value and ignores the others silently.
    YAML parsers reject the file or use another occurrence.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workflowId: demo.review
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.review
        workspacePath: /srv/shop
    ```

    ## Fix

    The ignored occurrence is removed.
    """
    for trigger in file.triggers:
        yield from _repeated(file, trigger, trigger.item.entries)
        for entry in trigger.item.entries:
            yield from _repeated(file, trigger, entry.block)


def _repeated(
    file: TriggerFile, trigger: Trigger, entries: tuple[LineEntry, ...]
) -> Iterator[Finding]:
    own = [entry for entry in entries if not file.is_misread(entry)]
    winners = {entry.key: entry for entry in own}
    winners |= {entry.key: entry for entry in own if entry.is_block or not entry.is_empty}
    for entry in own:
        winner = winners[entry.key]
        if winner is entry:
            continue
        edits = editing.delete_entry(file, trigger, entry)
        yield Finding(
            place=TextRange(*entry.key_place),
            message=f"'{entry.key}' is a duplicate key; this occurrence is ignored",
            help="remove this occurrence",
            related=(Related(TextRange(*winner.key_place), "the engine uses this one"),),
            fix=editing.offer("remove the ignored key", edits, safe=True),
        )
