from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import TextRange
from workflowkit.text.suggest import closest
from workflowkit.triggers.line_reader import LineError, Stop
from workflowkit.triggers.suggested_fixes import suggested_fix
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.yaml_differences import DifferenceKind


@rule("W017", severity=Severity.ERROR, since="0.1.0", fix="safe")
def invalid_trigger_file(file: TriggerFile) -> Iterator[Finding]:
    """The engine cannot read a line and rejects the whole file.

    ## Why

    The engine reads `triggers.yml` line by line and supports a small part of YAML.
    At the first invalid line it stops, and no trigger of the file runs.

    ## Bad

    ```yaml
    triggers:
    - id: review
      provider: generic
      workflowId: demo.flow
      workspacePath: /srv/shop
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
    ```

    ## Fix

    Document markers are removed, items are indented, the values of an inline list are separated by spaces, and a text that begins with a bracket is quoted.
    """
    for number, error in enumerate(file.reading.errors):
        if file.is_inside(error.start, DifferenceKind.MULTILINE):
            # A multiline value has its own rule.
            continue
        message, help = _WORDS[error.stop]
        yield Finding(
            place=TextRange(error.start, error.end),
            message=message,
            help=_meant(file, error) or help,
            note="the engine rejects the whole file" if number == 0 else "",
            fix=suggested_fix(file, error),
        )


_WORDS = {
    Stop.EMPTY: ("the file has no 'triggers:'", "write 'triggers:' and a list below it"),
    Stop.MARKER: (
        "document markers and directives are not supported",
        "remove the line",
    ),
    Stop.NO_ROOT: ("the first line must begin with 'triggers:'", "write 'triggers:' there"),
    Stop.TOP_LEVEL_KEY: (
        "'triggers' is not the only top-level key",
        "remove the other top-level keys",
    ),
    Stop.TAB: ("the indentation contains a tab", "indent with spaces"),
    Stop.FLUSH_ITEM: ("a trigger is indented by less than two spaces", "indent it by two spaces"),
    Stop.BARE_DASH: ("a dash is alone on its line", "write the first key on the line of the dash"),
    Stop.STRAY: (
        "this line belongs to no trigger",
        "indent it deeper than the dash, or start it with '- '",
    ),
    Stop.NO_COLON: ("this line has no colon", "write 'key: value' on one line"),
    Stop.COLLECTION: (
        "inline lists and mappings are not supported",
        "write a text, with several values separated by spaces",
    ),
}


def _meant(file: TriggerFile, error: LineError) -> str:
    key = trim(file.text[error.start : error.end].partition(":")[0]).strip("\"'")
    if error.stop is Stop.NO_ROOT and closest(key, ["triggers"]):
        return "did you mean 'triggers'?"
    if error.stop is Stop.COLLECTION and file.text.startswith("{{", error.start):
        return "quote the template"
    return ""
