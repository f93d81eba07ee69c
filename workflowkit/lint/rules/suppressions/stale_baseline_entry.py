from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.lint.suppressions import SuppressionReport


@rule("U004", severity=Severity.WARNING, since="0.1.0")
def stale_baseline_entry(report: SuppressionReport) -> Iterator[Finding]:
    """An entry of the baseline has no finding any more.

    ## Why

    The finding was mended; as long as the entry stays, the same mistake could come back unseen.
    Only entries for files of the run are looked at.

    ## Bad

    A baseline that was written before the finding was mended.

    ## Good

    The same baseline, written anew with `wfk lint --write-baseline`.
    """
    for index, item in report.stale_entries:
        yield Finding(
            ("findings", index),
            f"'{item.rule}' is no longer found in {item.path}",
            help="write the baseline anew with --write-baseline",
        )
