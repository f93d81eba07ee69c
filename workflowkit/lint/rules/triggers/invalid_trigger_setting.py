from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.routes import Place, TextRange
from workflowkit.text.suggest import closest
from workflowkit.triggers import editing, fields
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.validation import TriggerError


@rule("W001", severity=Severity.ERROR, since="0.1.0", fix="safe")
def invalid_trigger_setting(file: TriggerFile) -> Iterator[Finding]:
    """A required setting is missing, or a setting has an invalid value.

    ## Why

    The engine drops the trigger when it loads the file, with one line in its log.
    Its own `trigger validate` then ends with exit code 0.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode: Parallel
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

    ## When not

    For an engine that is newer than all known ones, an unknown value is a warning.

    ## Fix

    A value that differs only in case or separators is corrected; other values need a decision.
    """
    for trigger in file.triggers:
        for error in file.errors(trigger):
            if error.rule == "invalid-trigger-setting":
                effect = f"the engine drops trigger {trigger.name}"
                yield Finding(
                    place=_place(trigger, error),
                    message=f"unknown to this data: {error.message}" * error.is_doubt
                    or error.message,
                    help=error.help,
                    note="" if error.is_doubt else effect,
                    fix=None if error.is_doubt else _fix(trigger, error),
                    is_doubt=error.is_doubt,
                )


def _place(trigger: Trigger, error: TriggerError) -> Place:
    """Return the place of the key, even when it has no value."""
    if trigger.has(*error.path):
        return trigger.route(*error.path)
    empty = [entry for path, entry in trigger.written if path == error.path and entry.is_empty]
    return TextRange(*empty[0].key_place) if empty else trigger.route(*error.path)


def _fix(trigger: Trigger, error: TriggerError) -> Fix | None:
    entry = trigger.entries.get(error.path)
    written = trigger.text(*error.path)
    meant = closest(written, error.known) if entry else None
    if entry is None or meant is None:
        return None
    is_safe = fields.is_same_word(written, meant)
    return editing.offer(f"write '{meant}'", editing.set_value(entry, meant), safe=is_safe)
