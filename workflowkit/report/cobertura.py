"""Coverage as Cobertura XML, which CI services show beside the lines of the workflow files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from workflowkit.report.goal_lines import lines_of
from workflowkit.simulation.coverage import GoalCoverage, Share, WorkflowCoverage
from workflowkit.simulation.goals import GoalKind
from workflowkit.text.document import Document

BRANCHES = (GoalKind.CONDITION, GoalKind.LOOP, GoalKind.GATE, GoalKind.CONTRACT)
"""Goals that are counted as branches of their line."""


def cobertura(
    coverages: Sequence[WorkflowCoverage], documents: Mapping[str, Document], version: str
) -> str:
    """Return *coverages* as XML; *documents* are the workflow files by path."""
    lines = {coverage.path: _by_line(coverage, documents[coverage.path]) for coverage in coverages}
    every = [goals for listed in lines.values() for goals in listed.values()]
    text = ['<?xml version="1.0" encoding="UTF-8"?>']
    text.append('<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">')
    text.append(f'<coverage {_rates(every)} version={quoteattr(f"wfk {version}")} timestamp="0">')
    text += ["  <sources><source>.</source></sources>", "  <packages>"]
    text.append(f'    <package name="workflows" {_rates(every, short=True)} complexity="0">')
    text.append("      <classes>")
    for coverage in coverages:
        text += _class(coverage, lines[coverage.path])
    text += ["      </classes>", "    </package>", "  </packages>", "</coverage>"]
    return "\n".join(text) + "\n"


Lines = Mapping[int, Sequence[GoalCoverage]]
"""Line to the goals that are about it; infeasible goals are not counted."""


def _by_line(coverage: WorkflowCoverage, document: Document) -> Lines:
    places = lines_of(coverage, document)
    found: dict[int, list[GoalCoverage]] = {}
    for each in coverage.goals:
        if not each.is_infeasible:
            found.setdefault(places[each.goal], []).append(each)
    return dict(sorted(found.items()))


def _class(coverage: WorkflowCoverage, lines: Lines) -> Iterator[str]:
    name, path = quoteattr(coverage.pinned.id), quoteattr(coverage.path)
    rates = _rates(list(lines.values()), short=True)
    yield f'        <class name={name} filename={path} {rates} complexity="0">'
    yield "          <methods/>"
    yield "          <lines>"
    for number, goals in lines.items():
        hits = len({run for each in goals for run in each.by})
        branches = _branches(goals)
        if branches.feasible:
            share = f"{branches.percent:.0f}% ({branches.covered}/{branches.feasible})"
            yield (
                f'            <line number="{number}" hits="{hits}" branch="true" '
                f'condition-coverage="{share}"/>'
            )
        else:
            yield f'            <line number="{number}" hits="{hits}" branch="false"/>'
    yield "          </lines>"
    yield "        </class>"


def _branches(goals: Sequence[GoalCoverage]) -> Share:
    listed = [each for each in goals if each.goal.kind in BRANCHES]
    return Share(sum(bool(each.by) for each in listed), len(listed))


def _rates(lines: Sequence[Sequence[GoalCoverage]], *, short: bool = False) -> str:
    covered = Share(sum(any(each.by for each in goals) for goals in lines), len(lines))
    branches = sum((_branches(goals) for goals in lines), Share(0, 0))
    rates = f'line-rate="{covered.percent / 100:.4f}" branch-rate="{branches.percent / 100:.4f}"'
    if short:
        return rates
    return (
        f'{rates} lines-covered="{covered.covered}" lines-valid="{covered.feasible}" '
        f'branches-covered="{branches.covered}" branches-valid="{branches.feasible}" complexity="0"'
    )
