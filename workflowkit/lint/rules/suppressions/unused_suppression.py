from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.lint.suppressions import SuppressionReport


@rule("U001", severity=Severity.WARNING, since="0.1.0")
def unused_suppression(report: SuppressionReport) -> Iterator[Finding]:
    """A suppression holds nothing back.

    ## Why

    The finding was mended or the file has moved, and the suppression would hide the next one of its kind without anybody deciding so.
    A suppression is looked at when its rule ran on a file that it means, or when the whole project was linted and no file is meant at all.

    ## Bad

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "prompt-length"
    path = "workflows/release.json"
    reason = "the table must stay whole"
    ```

    ## Good

    Nothing, once the prompt is short.
    """
    for index, item in report.live():
        is_known = item.rule in report.known_rules
        if is_known and index in report.relevant and index not in report.used:
            yield Finding(
                ("suppress", index),
                f"this suppression of '{item.rule}' holds nothing back",
                help="delete it",
            )
