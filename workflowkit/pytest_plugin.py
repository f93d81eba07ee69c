"""The pytest plugin: scenario files as tests (docs/testing.md#pytest).

It collects `scenarios/<workflow file name>/*.yaml` where pytest collects, and runs each as `wfk test` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

if TYPE_CHECKING:
    from workflowkit.simulation.results import ScenarioResult

__all__ = (
    "ScenarioFailed",
    "ScenarioItem",
    "ScenarioYaml",
    "pytest_addoption",
    "pytest_collect_file",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--no-wfk`, and the setting `wfk_engine`."""
    group = parser.getgroup("workflowkit")
    group.addoption(
        "--no-wfk", action="store_true", default=False, help="Collect no scenarios of workflows."
    )
    parser.addini("wfk_engine", "Engine version that scenarios follow.", default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario file; other files are left to others."""
    if parent.config.getoption("--no-wfk", default=False):
        return None
    if file_path.suffix not in (".yaml", ".yml") or file_path.parent.parent.name != "scenarios":
        return None
    collected: pytest.Collector = ScenarioYaml.from_parent(parent, path=file_path)
    return collected


class ScenarioFailed(Exception):
    """Raised for a scenario that does not pass."""

    def __init__(self, result: ScenarioResult) -> None:
        super().__init__(result.path)
        self.result = result


class ScenarioYaml(pytest.File):
    """One scenario file."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the scenario of the file."""
        item: pytest.Item = ScenarioItem.from_parent(self, name=self.path.stem)
        yield item


class ScenarioItem(pytest.Item):
    """One scenario."""

    funcargs: ClassVar[Mapping[str, object]] = {}
    """None: a scenario has no fixtures, but some plugins expect that every item can have some."""

    def runtest(self) -> None:
        """Run the scenario. Raises ScenarioFailed when it does not pass."""
        # Imported here, so that test runs without scenarios stay as fast as before.
        from workflowkit.run.loading import Options, relative
        from workflowkit.run.scenario_tests import TestSuite, run_prepared

        engine = str(self.config.getini("wfk_engine")) or None
        suite = TestSuite([], Options(engine=engine))
        outcome = run_prepared(suite.prepare(relative(self.path)))
        if outcome.result.status != "passed":
            raise ScenarioFailed(outcome.result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the differences as `wfk test` prints them."""
        if not isinstance(excinfo.value, ScenarioFailed):
            return super().repr_failure(excinfo, style)
        from workflowkit.report.scenario_report import report_text, scenario_report
        from workflowkit.report.style import Style

        report = scenario_report([excinfo.value.result])
        return report_text(report, Style(quiet=True)).rstrip()

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, and what a report names the scenario."""
        return self.path, 0, f"scenario: {self.name}"
