"""Compiler and linter for AI-agent workflows (docs/api.md).

The names below are imported when they are first used, so that importing the package is fast.
"""

from __future__ import annotations

from workflowkit.version import VERSION

__version__ = VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from workflowkit.api import (
        Compilation,
        Diagnostic,
        Exploration,
        Options,
        Project,
        ProjectGroup,
        Result,
        RunDifference,
        Scenario,
        Severity,
        SimulatedRun,
        StepAnswer,
        Turn,
        WorkflowCoverage,
        check_scenario,
        compile_workflow,
        coverage,
        explore,
        lint,
        load_scenario,
        simulate,
    )

__all__ = [
    "Compilation",
    "Diagnostic",
    "Exploration",
    "Options",
    "Project",
    "ProjectGroup",
    "Result",
    "RunDifference",
    "Scenario",
    "Severity",
    "SimulatedRun",
    "StepAnswer",
    "Turn",
    "WorkflowCoverage",
    "__version__",
    "check_scenario",
    "compile_workflow",
    "coverage",
    "explore",
    "lint",
    "load_scenario",
    "simulate",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name == "lint":
        # Once imported, the sub-package of this name replaces the function; it is callable likewise.
        import workflowkit.lint

        return workflowkit.lint
    if name in __all__:
        from workflowkit import api

        return getattr(api, name)
    raise AttributeError(f"module 'workflowkit' has no attribute '{name}'")
