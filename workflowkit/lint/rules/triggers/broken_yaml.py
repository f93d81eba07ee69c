from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.ecmascript import trim
from workflowkit.source.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.masking import BrokenLine
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W018", severity=Severity.WARNING, since="0.1.0", fix="safe")
def broken_yaml(file: TriggerFile) -> Iterator[Finding]:
    """The engine can read this line, but nothing that reads YAML can.

    ## Why

    The engine's reader splits lines at the first colon and takes the rest as it is.
    Editors, formatters and every other tool stop here, and so may a later engine.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Check: the lights
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: "Check: the lights"
    ```

    ## Fix

    The value is quoted, so that both readings are the same.
    """
    for line in file.comparison.broken:
        reads = f"the engine reads {file.shown(line.entry)}" if line.entry else ""
        yield Finding(
            place=TextRange(line.start, line.end),
            message=f"this is not YAML: {line.message}",
            help="quote the value" if line.entry else "write it as plain block-style YAML",
            note=reads,
            fix=_fix(line),
        )


def _fix(line: BrokenLine) -> Fix | None:
    edits = editing.set_value(line.entry, trim(line.entry.value)) if line.entry else []
    return editing.offer("quote the value", edits, safe=True)
