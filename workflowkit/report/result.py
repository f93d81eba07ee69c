"""A result: everything that one run has to report, before any format is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from workflowkit.diagnostics import Diagnostic, Severity, in_order
from workflowkit.records import dataclass
from workflowkit.report.numbers import RuleCount, counts_of


@dataclass(frozen=True, kw_only=True)
class Result:
    """The findings of one run; those that are not shown are counted."""

    shown: tuple[Diagnostic, ...]
    """In the order in which they are printed."""
    n_files: int
    """Number of linted files."""
    n_suppressed: int = 0
    n_known: int = 0
    """How many findings are accepted: in the baseline, or as changes in the ledger of `wfk breaking`."""
    accepted_in: str = "baseline"
    """What the known findings are in, as the summary calls it."""
    n_fixable: int = 0
    """How many of the shown findings have a safe fix, which `--fix` applies."""
    n_unsafely_fixable: int = 0
    """How many have an unsafe fix, which `--unsafe-fixes` shows."""
    profile: str = ""
    """The profile that was chosen; empty for the default."""
    seconds: float = 0.0
    """Duration of the run; 0 when it was not measured."""
    tool_version: str = ""
    """Printed by the formats that name the tool."""
    maximum: int | None = None
    """How many findings to list; None for all. The numbers are always those of all."""

    @property
    def n_findings(self) -> int:
        """Number of shown findings."""
        return len(self.shown)

    @property
    def n_omitted(self) -> int:
        """How many of the shown findings are not listed."""
        return 0 if self.maximum is None else max(0, len(self.shown) - self.maximum)

    @property
    def rule_counts(self) -> Sequence[RuleCount]:
        """The counts by rule: errors first, then by number of findings."""
        return counts_of(self.shown)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Number of shown findings of each severity."""
        return Counter(diagnostic.severity for diagnostic in self.shown)

    @property
    def n_files_with_findings(self) -> int:
        """Number of files that something was found in."""
        return len({diagnostic.path for diagnostic in self.shown})

    def exit_code(self, threshold: Severity) -> int:
        """Return 1 when a shown diagnostic has at least the severity *threshold*, else 0."""
        return int(any(diagnostic.severity.rank <= threshold.rank for diagnostic in self.shown))


def joined(results: Sequence[Result]) -> Result:
    """Return *results*, one or more, as one."""
    if len(results) == 1:
        return results[0]
    return Result(
        shown=tuple(in_order([diagnostic for result in results for diagnostic in result.shown])),
        n_files=sum(result.n_files for result in results),
        n_suppressed=sum(result.n_suppressed for result in results),
        n_known=sum(result.n_known for result in results),
        n_fixable=sum(result.n_fixable for result in results),
        n_unsafely_fixable=sum(result.n_unsafely_fixable for result in results),
        seconds=sum(result.seconds for result in results),
        tool_version=results[0].tool_version,
        maximum=results[0].maximum,
    )
