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
        Options,
        Project,
        ProjectGroup,
        Result,
        Severity,
        compile_workflow,
        lint,
    )

__all__ = [
    "Compilation",
    "Diagnostic",
    "Options",
    "Project",
    "ProjectGroup",
    "Result",
    "Severity",
    "__version__",
    "compile_workflow",
    "lint",
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
