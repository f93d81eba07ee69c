from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.triggers import editing, fields
from workflowkit.triggers.line_reader import LineEntry
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W032", severity=Severity.WARNING, since="0.1.0", fix="safe")
def empty_trigger_value(file: TriggerFile) -> Iterator[Finding]:
    """A key of a trigger has no value.

    ## Why

    The engine ignores such a key and uses its default.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode:
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode: parallel
    ```

    ## Fix

    The key is removed.
    """
    # Keys that YAML sees below an empty one are reported instead of it.
    last_leaks = {
        key: difference.entry.line
        for difference in file.differences(DifferenceKind.LEAK)
        if difference.entry
        for key in difference.path
    }
    for trigger in file.triggers:
        for entry in trigger.item.entries:
            is_empty = not entry.block if entry.is_block else entry.is_empty
            if is_empty and last_leaks.get(entry.key, 0) <= entry.line:
                yield from _empty(file, trigger, "", entry)
            for inner in entry.block:
                if inner.is_empty and last_leaks.get(inner.key, 0) <= inner.line:
                    yield from _empty(file, trigger, entry.key, inner)


def _empty(file: TriggerFile, trigger: Trigger, block: str, entry: LineEntry) -> Iterator[Finding]:
    engine = file.daemon.engine
    # Other blocks may have any key.
    has_keys = not block or block in fields.BLOCK_KEYS
    known = engine.keys_of(block) if has_keys else (entry.key,)
    path = (block, entry.key) if block else (entry.key,)
    is_explained = file.is_misread(entry) or file.kinds_at(entry)
    is_repeated = trigger.entries.get(path) not in (None, entry)
    is_required = any(path == error.path[: len(path)] for error in file.errors(trigger))
    if entry.key not in known or is_explained or is_repeated or is_required:
        return
    # An empty mapping would pass the whole payload.
    edits = [] if block == "contextMapping" else editing.delete_entry(file, trigger, entry)
    yield Finding(
        place=TextRange(*entry.key_place),
        message=f"'{entry.key}' has no value and is ignored",
        help="add a value, or remove the key",
        fix=editing.offer("remove the key", edits, safe=True),
    )
