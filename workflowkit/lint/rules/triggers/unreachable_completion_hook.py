from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W037", severity=Severity.WARNING, since="0.1.0", fix="unsafe", engines="== 3.68")
def unreachable_completion_hook(file: TriggerFile) -> Iterator[Finding]:
    """The engine never executes `onComplete`.

    ## Why

    The engine parses `onComplete` and does nothing with it.
    Without a valid `runOn` it also drops the block.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        onComplete:
          runOn: success
          workflowId: demo.review
    ```

    ## Good

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Fix

    The block is removed.
    """
    for trigger in file.triggers:
        if not trigger.has("onComplete"):
            continue
        run_on = trigger.text("onComplete", "runOn")
        message = "'onComplete' is never executed"
        if not run_on:
            message = "'onComplete' without 'runOn' is dropped"
        elif run_on not in fields.RUN_ON:
            message = f"'onComplete' with 'runOn: {run_on[:40]}' is dropped"
        entry = trigger.entries[("onComplete",)]
        edits = editing.delete_entry(file, trigger, entry)
        yield Finding(
            place=trigger.route("onComplete"),
            message=message,
            help="remove the block, and use a separate trigger",
            on_key=True,
            fix=editing.offer("remove the block", edits),
        )
