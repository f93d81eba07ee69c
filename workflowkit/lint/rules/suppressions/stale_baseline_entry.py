from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.lint.suppressions import SuppressionReport


@rule("U004", severity=Severity.WARNING, since="0.1.0")
def stale_baseline_entry(report: SuppressionReport) -> Iterator[Finding]:
    """The baseline has entries that match no finding.

    ## Why

    As long as such an entry exists, the same mistake can return unnoticed.
    An entry counts when its rule ran on its file and found no more there than the other entries accept, or when its file no longer exists where the run searched; entries for other files, and for rules that did not run, are not checked.

    ## Bad

    A baseline that was written before some of its findings were fixed.

    ## Good

    The same baseline after `wfk lint --prune-baseline`, which only removes entries and accepts nothing new.
    """
    if report.stale_entries:
        index, first = report.stale_entries[0]
        n_stale, n_entries = len(report.stale_entries), report.n_entries
        entries = "entry is" if n_entries == 1 else "entries are"
        yield Finding(
            ("findings", index),
            f"{n_stale} of {n_entries} baseline {entries} fixed, as '{first.rule}' in {first.path}",
            help="remove what is fixed with --prune-baseline",
        )
