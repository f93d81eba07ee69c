from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.text.wording import quoted
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W029", severity=Severity.ERROR, since="0.1.0")
def ambiguous_yaml_reading(file: TriggerFile) -> Iterator[Finding]:
    """The engine and YAML read a line differently.

    ## Why

    The engine reads `triggers.yml` line by line, without a YAML parser.
    It misreads rare YAML constructs, such as explicit keys, nested lists and unusual white space.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        ? goal:
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        goal: Review the newest change
    ```
    """
    for difference in file.differences(DifferenceKind.OTHER):
        entry = difference.entry
        yield Finding(
            place=TextRange(difference.start, difference.end),
            message="the engine and YAML read this line differently",
            help="write 'key: value' in block style",
            note=f"the engine reads the key {quoted(entry.key)} with the value {file.shown(entry)}"
            if entry
            else "the engine reads no key here",
        )
