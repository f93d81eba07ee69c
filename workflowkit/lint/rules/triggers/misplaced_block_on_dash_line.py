from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W022", severity=Severity.ERROR, since="0.1.0", fix="safe")
def misplaced_block_on_dash_line(file: TriggerFile) -> Iterator[Finding]:
    """A block begins on the line of the dash.

    ## Why

    On the line of the dash, the engine reads a key and its value, but opens no block.
    The lines of the block become keys of the trigger itself, where they are unknown or have another meaning.

    ## Bad

    ```yaml
    triggers:
      - agentConfig:
          maxTurns: 40
        id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        agentConfig:
          maxTurns: 40
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Fix

    The fix moves another key of the trigger to the line of the dash.
    """
    for difference in file.differences(DifferenceKind.DASH_BLOCK):
        if difference.entry:
            yield Finding(
                place=TextRange(difference.start, difference.end),
                message=f"'{difference.entry.key}' cannot open a block on the line of the dash",
                help="write another key, such as 'id', on the line of the dash",
                fix=_fix(file, difference.entry),
            )


def _fix(file: TriggerFile, block: LineEntry) -> Fix | None:
    trigger, _ = file.owner(block)
    start = block.key_place[0]
    column = start - file.text.rfind("\n", 0, start) - 1
    if file.reading.errors:
        return None
    for entry in trigger.item.entries[1:]:
        is_beside = entry.indent == column and not entry.is_block and not entry.is_empty
        if is_beside and not file.kinds_at(entry):
            line = file.text[entry.key_place[0] : entry.raw[1]]
            new = f"{line}{editing.line_end(file)}{' ' * column}"
            edits = [editing.replacement(start, start, new), editing.removal(file, entry)]
            return editing.offer(f"write '{entry.key}' on the line of the dash", edits, safe=True)
    return None
