from __future__ import annotations

from collections.abc import Iterator

from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.lint.suppressions import SuppressionReport


@rule("U004", severity=Severity.WARNING, since="0.1.0")
def stale_baseline_entry(report: SuppressionReport) -> Iterator[Finding]:
    """An entry of the baseline matches no finding.

    ## Why

    The finding was fixed; as long as the entry exists, the same mistake can return unnoticed.
    Only entries for files of the run are checked.

    ## Bad

    A baseline that was written before the finding was fixed.

    ## Good

    The same baseline, rewritten with `wfk lint --write-baseline`.
    """
    for index, item in report.stale_entries:
        yield Finding(
            ("findings", index),
            f"'{item.rule}' is no longer reported in {item.path}",
            help="rewrite the baseline with --write-baseline",
        )
