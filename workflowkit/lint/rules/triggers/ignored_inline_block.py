from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.text.yaml_text import YamlShape
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import Difference, DifferenceKind


@rule("W021", severity=Severity.ERROR, since="0.1.0", fix="safe")
def ignored_inline_block(file: TriggerFile) -> Iterator[Finding]:
    """A block key has a value on its own line.

    ## Why

    The engine reads only the deeper lines of a block and ignores the text after the colon silently.
    The same applies to the line of `triggers:` itself.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        agentConfig: {maxTurns: 40}
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        agentConfig:
          maxTurns: 40
    ```

    ## Fix

    A flat mapping is written on separate lines.
    """
    for difference in file.differences(DifferenceKind.INLINE):
        key = difference.entry.key if difference.entry else "triggers"
        yield Finding(
            place=TextRange(difference.start, difference.end),
            message=f"the value on the line of '{key}' is ignored",
            help=f"write it on indented lines below '{key}'",
            note="" if difference.entry else "the engine reads no triggers from it",
            fix=_fix(file, difference),
        )


def _fix(file: TriggerFile, difference: Difference) -> Fix | None:
    entry, node = difference.entry, difference.node
    if entry is None or node is None or node.end != entry.raw[1] or entry.block:
        return None
    pairs = [(key.text, editing.written(value.text)) for key, value in node.pairs]
    is_flat = all(value.shape is YamlShape.SCALAR for _, value in node.pairs)
    if not pairs or not is_flat or "#" in file.text[slice(*entry.raw)]:
        return None
    lines = [f"{' ' * (entry.indent + 2)}{key}: {text}" for key, text in pairs if text]
    if len(lines) < len(pairs):
        return None
    new = editing.line_end(file) + editing.line_end(file).join(lines)
    start = entry.raw[0] - (file.text[entry.raw[0] - 1] == " ")
    edit = editing.replacement(start, entry.raw[1], new)
    return editing.offer("write it on separate lines", (edit,), safe=True)
