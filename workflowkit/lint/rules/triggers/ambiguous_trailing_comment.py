from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Edit, Finding, Severity, rule
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import TextRange
from workflowkit.text.yaml_text import YamlNode
from workflowkit.triggers import editing
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W019", severity=Severity.ERROR, since="0.1.0", fix="safe")
def ambiguous_trailing_comment(file: TriggerFile) -> Iterator[Finding]:
    """A value has a trailing comment.

    ## Why

    The engine supports comments only on separate lines.
    A mode with a comment is an invalid mode, a secret with a comment names another variable, and quotes before a comment are kept.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode: parallel # two at once
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        # two at once
        concurrencyMode: parallel
    ```

    ## Fix

    The comment is moved to the line above.
    """
    for difference in file.differences(DifferenceKind.COMMENT):
        entry, node = difference.entry, difference.node
        if entry is None or node is None:
            continue
        start, end = entry.raw
        sign = file.text.index("#", start if file.text[start] == "#" else node.end)
        comment = file.text[sign:end]
        edits = _edits(file, entry, node, comment)
        yield Finding(
            place=TextRange(sign, end),
            message=f"the engine reads the comment as part of the value of '{entry.key}'",
            help="move the comment to a separate line",
            note=f"the engine reads {file.shown(entry)}",
            fix=editing.offer("move the comment above", edits, safe=True),
        )


def _edits(file: TriggerFile, entry: LineEntry, node: YamlNode, comment: str) -> list[Edit]:
    above = editing.comment_above(file, entry.key_place[0], comment)
    if file.text[entry.raw[0]] == "#":
        return [above, editing.replacement(entry.colon + 1, entry.raw[1], "")]
    value = editing.set_value(entry, trim(node.text))
    return [above, *value] if value else []
