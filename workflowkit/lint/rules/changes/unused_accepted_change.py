from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.ledger import LedgerReport
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z002", severity=Severity.INFO, since="0.1.0")
def unused_accepted_change(report: LedgerReport) -> Iterator[Finding]:
    """An entry of the ledger accepts a change that was not found.

    ## Why

    As long as the entry exists, the same change passes when somebody makes it again.
    Entries of workflows that were not compared are not checked.

    ## Bad

    ```text
    The ledger accepts that step 'build' of acme.release was removed; the step is there again.
    ```

    ## Good

    ```text
    The entry was deleted together with the reason for it.
    ```

    ## When not

    Before the accepted change is part of the version that is compared with, the entry has to stay.
    """
    for index in sorted(report.unused):
        entry = report.entries[index]
        yield Finding(
            ("accepted", index, "change"),
            f"'{entry.workflow}' does not have the accepted change '{entry.rule}'",
            help="delete the entry",
        )
