from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W034", severity=Severity.ERROR, since="0.1.0", fix="safe")
def accidental_secret_scan_off(file: TriggerFile) -> Iterator[Finding]:
    """The secret scan is switched off by the word that should keep it on.

    ## Why

    The scan is on unless `secretScan` has a value, and then only `true` leaves it on.
    `secretScan: yes` lets secrets into commits.

    ## Bad

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        secretScan: yes
    ```

    ## Good

    ```yaml
    triggers:
      - id: repair
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        secretScan: true
    ```

    ## Fix

    The word becomes `true`.
    """
    for trigger in file.triggers:
        value = trigger.text("secretScan")
        if value and value.lower() not in ("true", *fields.OFF_WORDS):
            edits = editing.set_value(trigger.entries[("secretScan",)], "true")
            yield Finding(
                place=trigger.route("secretScan"),
                message=f"'secretScan' is {quoted(value)}, which switches the scan off",
                help="write 'true', or remove the key",
                fix=editing.offer("write 'true'", edits, safe=True, changes="the scan is on"),
            )
