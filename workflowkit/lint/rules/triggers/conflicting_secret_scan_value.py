from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger


@rule("W034", severity=Severity.ERROR, since="0.1.0", fix="safe")
def conflicting_secret_scan_value(trigger: Trigger) -> Iterator[Finding]:
    """A word that means *on* disables the secret scan.

    ## Why

    The scan is enabled by default; every value of `secretScan` other than `true` disables it.
    With `secretScan: yes`, commits can contain secrets.

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

    The value becomes `true`.
    """
    value = trigger.text("secretScan")
    if value and value.lower() not in ("true", *fields.OFF_WORDS):
        edits = editing.set_value(trigger.entries[("secretScan",)], "true")
        yield Finding(
            place=trigger.route("secretScan"),
            message=f"'secretScan' is {quoted(value)}, which disables the scan",
            help="write 'true', or remove the key",
            fix=editing.offer("write 'true'", edits, safe=True, changes="the scan is enabled"),
        )
