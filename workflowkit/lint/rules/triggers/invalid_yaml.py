from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import TextRange
from workflowkit.triggers import editing
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_recovery import BrokenLine


@rule("W018", severity=Severity.WARNING, since="0.1.0", fix="safe")
def invalid_yaml(file: TriggerFile) -> Iterator[Finding]:
    """A line that the engine accepts is invalid YAML.

    ## Why

    The engine splits a line at the first colon and uses the rest unchanged.
    Editors, formatters and other YAML tools fail here, and a later engine may fail, too.

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

    The value is quoted, so that the engine and YAML read the same.
    """
    for line in file.comparison.broken:
        reads = f"the engine reads {file.shown(line.entry)}" if line.entry else ""
        yield Finding(
            place=TextRange(line.start, line.end),
            message=f"invalid YAML: {line.message}",
            help="quote the value" if line.entry else "write plain block-style YAML",
            note=reads,
            fix=_fix(line),
        )


def _fix(line: BrokenLine) -> Fix | None:
    edits = editing.set_value(line.entry, trim(line.entry.value)) if line.entry else []
    return editing.offer("quote the value", edits, safe=True)
