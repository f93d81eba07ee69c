from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import closest
from workflowkit.source.ecmascript import trim
from workflowkit.source.routes import TextRange
from workflowkit.triggers.reader import Refusal, Stop
from workflowkit.triggers.refusal_fixes import refusal_fix
from workflowkit.triggers.trigger_file import TriggerFile
from workflowkit.triggers.two_readings import Kind


@rule("W017", severity=Severity.ERROR, since="0.1.0", fix="safe")
def unreadable_trigger_file(file: TriggerFile) -> Iterator[Finding]:
    """A line that the engine's reader cannot take rejects the whole file.

    ## Why

    The engine reads `triggers.yml` line by line with a reader of its own, which knows a small part of YAML.
    At the first line it cannot take it gives up, and no trigger of the file runs.

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

    Document markers are removed, items are indented, a list on one line is written with spaces, and a text that begins with a bracket is quoted.
    """
    for number, refusal in enumerate(file.reading.refusals):
        if file.is_inside(refusal.start, Kind.MULTILINE):
            # The value over several lines is reported as one thing, by its own rule.
            continue
        message, help = _WORDS[refusal.stop]
        yield Finding(
            place=TextRange(refusal.start, refusal.end),
            message=message,
            help=_meant(file, refusal) or help,
            note="the engine rejects the whole file" if number == 0 else "",
            fix=refusal_fix(file, refusal),
        )


_WORDS = {
    Stop.EMPTY: ("the file holds no 'triggers:'", "write 'triggers:' and a list below it"),
    Stop.MARKER: (
        "the engine's reader knows no document markers and directives",
        "remove the line; the file holds one document",
    ),
    Stop.NO_ROOT: ("the first line must begin with 'triggers:'", "write 'triggers:' there"),
    Stop.TOP_LEVEL_KEY: (
        "another key stands beside 'triggers'",
        "keep nothing but the list of triggers in the file",
    ),
    Stop.TAB: ("a tab stands in the indentation", "indent with spaces"),
    Stop.FLUSH_ITEM: ("a trigger is indented by less than two spaces", "indent it by two spaces"),
    Stop.BARE_DASH: ("a dash stands alone on its line", "write the first key behind the dash"),
    Stop.STRAY: (
        "this line belongs to no trigger",
        "indent it deeper than the dash, or begin it with '- '",
    ),
    Stop.NO_COLON: ("this line has no colon", "write 'key: value' on one line"),
    Stop.COLLECTION: (
        "the engine's reader knows no values in brackets",
        "write a text; several values are separated by spaces",
    ),
}


def _meant(file: TriggerFile, refusal: Refusal) -> str:
    key = trim(file.text[refusal.start : refusal.end].partition(":")[0]).strip("\"'")
    if refusal.stop is Stop.NO_ROOT and closest(key, ["triggers"]):
        return "did you mean 'triggers'?"
    if refusal.stop is Stop.COLLECTION and file.text.startswith("{{", refusal.start):
        return "quote the template"
    return ""
