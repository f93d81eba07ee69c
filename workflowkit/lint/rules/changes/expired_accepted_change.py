from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.ledger import LedgerReport
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z003", severity=Severity.WARNING, since="0.1.0")
def expired_accepted_change(report: LedgerReport) -> Iterator[Finding]:
    """An entry of the ledger has expired.

    ## Why

    The date limits how long a breaking change is accepted; afterwards the change is reported again.

    ## Bad

    ```json
    {"rule": "removed-step", "reason": "replaced in the next release", "expires": "2020-01-31"}
    ```

    ## Good

    ```json
    {"rule": "removed-step", "reason": "replaced in the next release", "expires": "2099-01-31"}
    ```
    """
    for index, entry in enumerate(report.entries):
        if not entry.is_valid_on(report.today) and index not in report.unused:
            yield Finding(
                ("accepted", index, "expires"),
                f"'{entry.rule}' of '{entry.workflow}' was accepted until {entry.expires}",
                help="undo the change, or set a new date",
            )
