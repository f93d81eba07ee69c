from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.acceptance import Acceptance
from workflowkit.lint.rule import rule


@rule("U001", severity=Severity.WARNING, since="0.1.0")
def unused_suppression(acceptance: Acceptance) -> Iterator[Finding]:
    """A suppression matches no finding.

    ## Why

    The finding was fixed or the file was moved; the suppression would hide the next finding of its kind unnoticed.
    Only suppressions that name a file of the run are checked.

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
    for index, item in acceptance.live():
        is_known = item.rule in acceptance.known_rules
        if is_known and index in acceptance.relevant and index not in acceptance.used:
            yield Finding(
                ("suppress", index),
                f"this suppression of '{item.rule}' matches no finding",
                help="delete it",
            )
