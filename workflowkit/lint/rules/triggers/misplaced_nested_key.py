from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.triggers import fields
from workflowkit.triggers.line_reader import BLOCKS
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W028", severity=Severity.ERROR, since="0.1.0")
def misplaced_nested_key(file: TriggerFile) -> Iterator[Finding]:
    """The engine reads a nested key as a key of another mapping.

    ## Why

    The engine supports five blocks: `contextMapping`, `agentConfig`, `onComplete`, `dispatchCondition` and `source`.
    Lines below any other key belong to the trigger itself, where a nested `id` or `goal` replaces the real one.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        contact:
          id: kim
    ```

    ## Good

    ```yaml
    triggers:
      # contact: kim
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```
    """
    for difference in file.differences(DifferenceKind.LEAK):
        entry = difference.entry
        if entry is None or file.is_inside(entry.key_place[0], DifferenceKind.DASH_BLOCK):
            continue
        parent = difference.path[-2] if len(difference.path) > 1 else ""
        _, path = file.owner(entry)
        if file.daemon.engine.is_later_block(str(parent)) and entry.key not in fields.TRIGGER_KEYS:
            # The block of a later engine is reported as a whole.
            continue
        target = f"'{path[0]}'" if len(path) > 1 else "the trigger itself"
        yield Finding(
            place=TextRange(*entry.key_place),
            message=f"'{entry.key}' below '{parent}' is read as a key of {target}"
            if parent
            else f"'{entry.key}' is read as a key of {target}",
            help="nest keys only below " + ", ".join(sorted(BLOCKS)),
        )
