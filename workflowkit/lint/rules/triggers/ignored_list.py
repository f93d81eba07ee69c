from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.text.yaml_text import YamlNode, YamlShape
from workflowkit.triggers import editing, fields
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W020", severity=Severity.ERROR, since="0.1.0", fix="safe")
def ignored_list(file: TriggerFile) -> Iterator[Finding]:
    """A setting is a YAML list.

    ## Why

    The engine supports no lists inside a trigger.
    It reads each line of the list as an unknown key and ignores it silently; the setting stays empty.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        referenceUrls:
          - https://docs.example/style
          - https://docs.example/review
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        referenceUrls: https://docs.example/style https://docs.example/review
    ```

    ## Fix

    If the setting accepts several values, they are written on one line, separated by spaces.
    """
    for difference in file.differences(DifferenceKind.LIST):
        entry, node = difference.entry, difference.node
        if entry is None or node is None:
            continue
        _, path = file.owner(entry)
        takes_words = path in fields.SPACE_SEPARATED
        yield Finding(
            place=TextRange(*entry.key_place),
            message=f"the list below '{entry.key}' is ignored",
            help="write the values on one line, separated by spaces"
            if takes_words
            else "write one value on the line of the key",
            fix=_fix(file, entry, node) if takes_words else None,
        )


def _fix(file: TriggerFile, entry: LineEntry, node: YamlNode) -> Fix | None:
    words = [element.text for element in node.items if element.shape is YamlShape.SCALAR]
    text = editing.written(" ".join(words))
    has_comment = "#" in file.text[entry.raw[0] : node.end]
    if text is None or has_comment or len(words) < len(node.items) or any(map(_is_many, words)):
        return None
    end = entry.raw[0] + len(file.text[entry.raw[0] : node.items[-1].end].rstrip())
    edit = editing.replacement(entry.raw[0], end, f" {text}")
    return editing.offer("write the values on one line", (edit,), safe=True)


def _is_many(word: str) -> bool:
    return len(word.split()) != 1
