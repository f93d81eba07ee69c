from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.acceptance import Acceptance
from workflowkit.lint.rule import rule


@rule("U002", severity=Severity.WARNING, since="0.1.0")
def expired_suppression(acceptance: Acceptance) -> Iterator[Finding]:
    """A suppression has expired.

    ## Why

    The date limits how long a finding is accepted; afterwards the finding is reported again.

    ## Bad

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "criteria-deprecated"
    reason = "replaced in the next release"
    expires = 2020-01-31
    ```

    ## Good

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "criteria-deprecated"
    reason = "replaced in the next release"
    expires = 2099-01-31
    ```
    """
    for index, item in enumerate(acceptance.suppressions):
        if item.expires is not None and acceptance.today > item.expires:
            yield Finding(
                ("suppress", index, "expires"),
                f"this suppression of '{item.rule}' expired on {item.expires.isoformat()}",
                help="fix the finding and delete the suppression, or set a new date",
            )
