from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import TextRange
from workflowkit.text.yaml_text import YamlNode
from workflowkit.triggers import editing
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W025", severity=Severity.ERROR, since="0.1.0", fix="safe")
def invalid_multiline_value(file: TriggerFile) -> Iterator[Finding]:
    """A value spans several lines.

    ## Why

    The engine reads every line as a key and a value.
    The following lines make it reject the file or, if they contain a colon, become keys; the value of a block scalar is only its `|` or `>`.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: >-
          Review
          the newest change
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

    The text is written on one line; line breaks in it become spaces, which is an unsafe fix.
    """
    refused = [error.start for error in file.reading.errors]
    for difference in file.differences(DifferenceKind.MULTILINE):
        entry, node = difference.entry, difference.node
        if entry is None or node is None:
            continue
        following = bisect_left(refused, node.start)
        rejects = following < len(refused) and refused[following] < node.end
        yield Finding(
            place=TextRange(difference.start, difference.end),
            message=f"the value of '{entry.key}' spans several lines",
            help="write it on one line",
            note="the engine rejects the whole file"
            if rejects
            else f"the engine reads {file.shown(entry)}",
            fix=_fix(file, entry, node),
        )


def _fix(file: TriggerFile, entry: LineEntry, node: YamlNode) -> Fix | None:
    value = trim(node.text)
    text = editing.written(" ".join(value.split()) if "\n" in value else value)
    start, end = entry.raw[0], len(file.text[: node.end].rstrip())
    if text is None or "#" in file.text[start : node.start]:
        return None
    edit = editing.replacement(start, end, f" {text}" if entry.is_empty else text)
    return editing.offer("write it on one line", (edit,), safe="\n" not in value)
