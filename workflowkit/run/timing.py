"""How long each stage and each rule of a lint run takes, in one process. Outer layer: it reads the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from workflowkit.diagnostics import Identified
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import run
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.records import dataclass
from workflowkit.report.cells import printable
from workflowkit.run.analyze import workflow_subject
from workflowkit.run.loading import read_or_explain
from workflowkit.run.project import Project

T = TypeVar("T")


@dataclass(slots=True)
class Times:
    """Seconds by stage and by rule."""

    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    rules: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """The first rule that asks for a fact pays for it."""
    n_files: int = 0

    def add(self, stage: str, work: Callable[[], T]) -> T:
        """Do *work*, and add its duration to *stage*."""
        started = perf_counter()
        result = work()
        self.stages[stage] += perf_counter() - started
        return result

    def lines(self, n_rules: int = 30) -> list[str]:
        """Return a table: the stages in order, then the *n_rules* slowest rules."""
        rows = [f"{'stage':<36}  milliseconds  per file"]
        rows += [self._row(name, seconds) for name, seconds in self.stages.items()]
        slowest = sorted(self.rules.items(), key=lambda pair: -pair[1])[:n_rules]
        rows += ["", f"{'rule':<36}  milliseconds  per file"]
        rows += [self._row(name, seconds) for name, seconds in slowest]
        return rows

    def _row(self, name: str, seconds: float) -> str:
        milliseconds = seconds * 1000
        each = milliseconds / max(self.n_files, 1)
        return f"{printable(name):<36}  {milliseconds:>12.1f}  {each:>8.3f}"


def timed(
    project: Project,
    rules: Sequence[Rule] = ALL,
    times: Times | None = None,
) -> Times:
    """Return *times* with those of a run of *rules* on every workflow file of *project*."""
    times = times or Times()
    selection = Selection(project.context.lint, rules, project.context.only)
    times.add("import rules", selection.prepare)
    for document in project.documents:
        times.n_files += 1
        path = Path(document.path)
        loaded = times.add("read and parse", lambda path=path: read_or_explain(path))  # type: ignore[misc]
        subject = workflow_subject(loaded, project.context)
        times.add("compile", lambda subject=subject: subject.analysis)  # type: ignore[misc]
        found = _found(subject, project, selection, times)
        times.add("place", lambda subject=subject, found=found: [*subject.place(found)])  # type: ignore[misc]
    return times


def _found(
    subject: FileSubject, project: Project, selection: Selection, times: Times
) -> list[Identified]:
    """Run the rules one by one."""
    objects = subject.objects()
    chosen = selection.rules_for(project.context.name_of(subject.document.path), subject.kind)
    found: list[Identified] = []
    for name in objects:
        for rule, severity in chosen.get(name, ()):
            if name == "Compilation":
                continue
            started = perf_counter()
            found += run({name: objects[name]}, {name: ((rule, severity),)})
            seconds = perf_counter() - started
            times.rules[f"{rule.code} {rule.name}"] += seconds
            times.stages["rules"] += seconds
    return found
