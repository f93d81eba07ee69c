"""The numbers of a run: what reports print besides the findings, counted as the findings pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple, Protocol

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.records import dataclass


class FileCount(NamedTuple):
    """The findings of one rule, of one severity, in one file; plain data."""

    code: str
    name: str
    severity: str
    n_findings: int
    n_fixable: int
    n_unsafely_fixable: int


@dataclass(slots=True)
class RuleCount:
    """The findings of one rule, of one severity."""

    severity: Severity
    code: str
    name: str
    n_findings: int = 0
    n_fixable: int = 0
    n_unsafely_fixable: int = 0

    def add(self, diagnostic: Diagnostic) -> None:
        """Count *diagnostic*."""
        fix = diagnostic.finding.fix
        self.n_findings += 1
        self.n_fixable += bool(fix and fix.safe)
        self.n_unsafely_fixable += bool(fix and not fix.safe)

    @property
    def fixable(self) -> str:
        """Number of fixable findings: `3`, `3 + 2 unsafe`, or empty."""
        unsafe = f"{self.n_unsafely_fixable} unsafe" if self.n_unsafely_fixable else ""
        safe = str(self.n_fixable) if self.n_fixable else ""
        return " + ".join(filter(None, [safe, unsafe]))


class Numbers(Protocol):
    """The numbers of one run, counted over all findings that are shown, listed or not."""

    @property
    def n_files(self) -> int:
        """Number of linted files."""

    @property
    def n_files_with_findings(self) -> int:
        """Number of files that something was found in."""

    @property
    def n_findings(self) -> int:
        """Number of findings."""

    @property
    def n_omitted(self) -> int:
        """How many of them are not listed."""

    @property
    def n_suppressed(self) -> int:
        """How many others suppressions hide."""

    @property
    def n_known(self) -> int:
        """How many others are accepted: in the baseline, or in the ledger."""

    @property
    def accepted_in(self) -> str:
        """What they are in, as the summary calls it."""

    @property
    def n_fixable(self) -> int:
        """How many have a safe fix."""

    @property
    def n_unsafely_fixable(self) -> int:
        """How many have an unsafe fix."""

    @property
    def profile(self) -> str:
        """The profile that was chosen; empty for the default."""

    @property
    def seconds(self) -> float:
        """Duration of the run; 0 when it was not measured."""

    @property
    def tool_version(self) -> str:
        """The version of the tool; empty when it is not named."""

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Number of findings of each severity."""

    @property
    def rule_counts(self) -> Sequence[RuleCount]:
        """The counts by rule: errors first, then by number of findings."""


def in_rank(counts: Iterable[RuleCount]) -> list[RuleCount]:
    """Return *counts*, errors first, then by number of findings."""
    return sorted(counts, key=lambda count: (count.severity.rank, -count.n_findings, count.code))


def counts_of(diagnostics: Iterable[Diagnostic]) -> list[RuleCount]:
    """Count *diagnostics* by rule and severity."""
    counts: dict[tuple[str, Severity], RuleCount] = {}
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.severity)
        counts.setdefault(
            key, RuleCount(diagnostic.severity, diagnostic.code, diagnostic.name)
        ).add(diagnostic)
    return in_rank(counts.values())


@dataclass(slots=True, kw_only=True)
class Tally:
    """The numbers of a run, to which files are added one after another."""

    n_files: int = 0
    n_files_with_findings: int = 0
    n_suppressed: int = 0
    n_known: int = 0
    accepted_in: str = "baseline"
    n_fixable: int = 0
    n_unsafely_fixable: int = 0
    profile: str = ""
    seconds: float = 0.0
    tool_version: str = ""
    maximum: int | None = None
    """How many findings to list; None for all."""
    by_rule: dict[tuple[str, str], RuleCount] = field(default_factory=dict)
    """Code of a rule and severity to the counts."""

    def add(self, counts: Iterable[FileCount]) -> None:
        """Add *counts*, some or all of those of one file."""
        for count in counts:
            key = (count.code, count.severity)
            if key not in self.by_rule:
                self.by_rule[key] = RuleCount(Severity(count.severity), count.code, count.name)
            total = self.by_rule[key]
            total.n_findings += count.n_findings
            total.n_fixable += count.n_fixable
            total.n_unsafely_fixable += count.n_unsafely_fixable
            self.n_fixable += count.n_fixable
            self.n_unsafely_fixable += count.n_unsafely_fixable

    def merge(self, other: Tally) -> None:
        """Add the numbers of *other*, about other files."""
        for key, count in other.by_rule.items():
            total = self.by_rule.setdefault(key, RuleCount(count.severity, count.code, count.name))
            total.n_findings += count.n_findings
            total.n_fixable += count.n_fixable
            total.n_unsafely_fixable += count.n_unsafely_fixable
        self.n_files += other.n_files
        self.n_files_with_findings += other.n_files_with_findings
        self.n_suppressed += other.n_suppressed
        self.n_known += other.n_known
        self.n_fixable += other.n_fixable
        self.n_unsafely_fixable += other.n_unsafely_fixable
        self.seconds += other.seconds

    @property
    def n_findings(self) -> int:
        """Number of findings."""
        return sum(count.n_findings for count in self.by_rule.values())

    @property
    def n_omitted(self) -> int:
        """How many of them are not listed."""
        return 0 if self.maximum is None else max(0, self.n_findings - self.maximum)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Number of findings of each severity."""
        found: Counter[Severity] = Counter()
        for count in self.by_rule.values():
            found[count.severity] += count.n_findings
        return found

    @property
    def rule_counts(self) -> Sequence[RuleCount]:
        """The counts by rule: errors first, then by number of findings."""
        return in_rank(self.by_rule.values())

    def exit_code(self, threshold: Severity) -> int:
        """Return 1 when a finding has at least the severity *threshold*, else 0."""
        return int(any(count.severity.rank <= threshold.rank for count in self.by_rule.values()))
