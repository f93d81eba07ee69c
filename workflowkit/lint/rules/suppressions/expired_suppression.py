from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.suppressions import SuppressionReport


@rule("U002", severity=Severity.WARNING, since="0.1.0")
def expired_suppression(report: SuppressionReport) -> Iterator[Finding]:
    """A suppression has expired.

    ## Why

    The date limits how long a finding is accepted; afterwards the finding is reported again.

    ## Bad

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "deprecated-validation-criteria"
    reason = "replaced in the next release"
    expires = 2020-01-31
    ```

    ## Good

    ```toml
    [[tool.wfk.lint.suppress]]
    rule = "deprecated-validation-criteria"
    reason = "replaced in the next release"
    expires = 2099-01-31
    ```
    """
    for index, suppression in enumerate(report.suppressions):
        if suppression.expires is not None and report.today > suppression.expires:
            yield Finding(
                ("suppress", index, "expires"),
                f"this suppression of '{suppression.rule}' expired on {suppression.expires.isoformat()}",
                help="fix the finding and delete the suppression, or set a new date",
            )
