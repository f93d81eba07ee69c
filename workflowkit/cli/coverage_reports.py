"""The coverage of `wfk test`: the table, the files that are asked for, and the thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from workflowkit.cli.terminal import print_line, show, style_for
from workflowkit.config.settings import CoverageThresholds
from workflowkit.errors import UsageError
from workflowkit.report.coverage_records import coverage_record, coverage_table
from workflowkit.run import discovery
from workflowkit.run.pinning import RunnableFile
from workflowkit.run.scenario_tests import ScenarioOutcome, TestSuite, measured
from workflowkit.simulation.coverage import WorkflowCoverage, missed_thresholds
from workflowkit.text import files
from workflowkit.text.json_records import record_text
from workflowkit.text.suggest import did_you_mean
from workflowkit.version import VERSION

if TYPE_CHECKING:
    from workflowkit.report.coverage_page import Drawing

FORMATS = ("json", "xml", "html")


def coverage_targets(values: Sequence[str]) -> Mapping[str, Path]:
    """Return the files to write by format. Raises UsageError for a value that is not `FORMAT:FILE`."""
    found: dict[str, Path] = {}
    for value in values:
        name, colon, path = value.partition(":")
        if not colon or not path:
            raise UsageError(f"--coverage-report: '{value}' is not FORMAT:FILE")
        if name not in FORMATS:
            raise UsageError(
                f"--coverage-report: unknown format '{name}'", help=did_you_mean(name, FORMATS)
            )
        found[name] = Path(path)
    return found


def report_coverage(
    suite: TestSuite,
    outcomes: Sequence[ScenarioOutcome],
    targets: Mapping[str, Path],
    *,
    prints: bool,
) -> bool:
    """Print and write what *outcomes* cover; return whether the thresholds are reached."""
    coverages = measured(suite, outcomes)
    style = style_for("never")
    if prints:
        show("\n" + coverage_table(coverages), style)
    for name, path in targets.items():
        files.write(path, _rendered(name, coverages, suite.files).encode("utf-8"))
    missed = [line for coverage in coverages for line in _missed(coverage)]
    for line in missed:
        print_line(line, err=True)
    return not missed


def _missed(coverage: WorkflowCoverage) -> list[str]:
    thresholds = discovery.find_config(Path(coverage.path).parent).test.coverage
    least = {
        field.name: value
        for field in fields(CoverageThresholds)
        if (value := getattr(thresholds, field.name)) is not None
    }
    return list(missed_thresholds([coverage], least))


def _rendered(
    name: str, coverages: Sequence[WorkflowCoverage], runnables: Mapping[str, RunnableFile]
) -> str:
    if name == "json":
        return record_text(coverage_record(coverages))
    if name == "xml":
        from workflowkit.report.cobertura import cobertura

        documents = {path: file.document for path, file in runnables.items()}
        return cobertura(coverages, documents, VERSION)
    from workflowkit.report.coverage_page import coverage_page

    drawings: dict[str, Drawing] = {}
    for coverage in coverages:
        drawing = _drawing(runnables[coverage.path])
        if drawing is not None:
            drawings[coverage.path] = drawing
    return coverage_page(coverages, drawings, VERSION)


def _drawing(file: RunnableFile) -> Drawing | None:
    """Return the graph of a workflow with its layout; None without the extra that arranges it."""
    from workflowkit.graph.build import build_graph
    from workflowkit.graph.layout import arrange

    if file.analysis is None:
        return None
    graph = build_graph(file.analysis, fold=False)
    try:
        return graph, arrange(graph)
    except UsageError as error:
        print_line(f"the page has no graphs: {error.message}", err=True)
        return None
