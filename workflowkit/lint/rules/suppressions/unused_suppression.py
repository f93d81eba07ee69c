from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.suppressions import SuppressionReport


@rule("U001", severity=Severity.WARNING, since="0.1.0")
def unused_suppression(report: SuppressionReport) -> Iterator[Finding]:
    """A suppression matches no finding.

    ## Why

    The finding was fixed or the file was moved; the suppression would hide the next finding of its kind unnoticed.
    A suppression is checked when its rule ran on a file that it names, or when the whole project was linted and it names no file.

    ## Bad

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "long-prompt"
    path = "workflows/release.json"
    reason = "the table must stay whole"
    ```

    ## Good

    Nothing, once the prompt is short.
    """
    for index, suppression in report.live():
        is_known = current_name(suppression.rule) in report.known_rules
        if is_known and index in report.relevant and index not in report.used:
            yield Finding(
                ("suppress", index),
                f"this suppression of '{suppression.rule}' matches no finding",
                help="delete it",
            )
