from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import TextRange
from workflowkit.text.yaml_text import YamlNode, YamlShape
from workflowkit.triggers import editing
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import Difference, DifferenceKind


@rule("W027", severity=Severity.ERROR, since="0.1.0", fix="safe")
def unresolved_yaml_reference(file: TriggerFile) -> Iterator[Finding]:
    """A value uses an anchor, an alias, a merge key or a tag.

    ## Why

    The engine reads `&name value` and `*name` as literal values and `<<` as an unknown key.
    The reference is not resolved and becomes part of paths, goals and names.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: &flow demo.flow
        workspacePath: /srv/shop
      - id: review-till
        provider: generic
        workflowId: *flow
        workspacePath: /srv/till
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
      - id: review-till
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/till
    ```

    ## Fix

    An alias of a text is replaced with the text, and then the anchor is removed.
    """
    entries = {
        entry.raw: entry
        for trigger in file.triggers
        for _, entry in trigger.written
        if not entry.is_block
    }
    found = [
        (difference, difference.node)
        for difference in file.differences(DifferenceKind.REFERENCE)
        if difference.node
    ]
    aliases = {node.text for _, node in found if node.shape is YamlShape.ALIAS}
    anchored: dict[str, YamlNode] = {}
    for difference, node in found:
        if node.anchor:
            anchored[node.anchor] = node
        value = anchored.get(node.text) if node.shape is YamlShape.ALIAS else node
        is_needed = node.anchor in aliases
        yield Finding(
            place=TextRange(difference.start, difference.end),
            message=f"'{file.text[difference.start : difference.end]}' is literal text for the engine",
            help="write the value itself",
            fix=None if is_needed or value is None else _fix(entries, difference, value),
        )


def _fix(
    entries: Mapping[tuple[int, int], LineEntry], difference: Difference, value: YamlNode
) -> Fix | None:
    if value.shape is not YamlShape.SCALAR or difference.node is None:
        return None
    entry = entries.get((difference.start, difference.node.end))
    edits = editing.set_value(entry, trim(value.text)) if entry else []
    return editing.offer("write the value itself", edits, safe=True)
