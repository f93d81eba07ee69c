from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.validation import is_variable
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W042", severity=Severity.ERROR, since="0.1.0", fix="safe")
def invalid_variable_name(file: TriggerFile) -> Iterator[Finding]:
    """A secret has an invalid environment variable name.

    ## Why

    Everything after the `$` is the name: `${HOOK_SECRET}` names a variable with braces in its name.
    The engine finds no such variable and drops the trigger.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        hmacSecret: ${HOOK_SECRET}
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        hmacSecret: $HOOK_SECRET
    ```

    ## Fix

    The braces are removed.
    """
    for trigger in file.triggers:
        for path in (("hmacSecret",), ("source", "token")):
            value = trigger.text(*path)
            if (
                not is_variable(value)
                or _NAME.fullmatch(value)
                or _is_commented(file, trigger, path)
            ):
                continue
            braced = _BRACED.fullmatch(value)
            edits = (
                editing.set_value(trigger.entries[path], f"${braced.group(1)}") if braced else []
            )
            yield Finding(
                place=trigger.route(*path),
                message=f"invalid environment variable name {quoted(value[1:])}",
                help="write '$' and the name, without braces or other text",
                fix=editing.offer("remove the braces", edits, safe=True),
            )


_NAME = re.compile(r"\$[A-Za-z_][A-Za-z0-9_]*")
_BRACED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def _is_commented(file: TriggerFile, trigger: Trigger, path: tuple[str, ...]) -> bool:
    """Return True when the name is invalid because of a trailing comment, which is reported itself."""
    return DifferenceKind.COMMENT in file.kinds_at(trigger.entries[path])
