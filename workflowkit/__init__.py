"""Compiler and linter for AI-agent workflows.

The names below are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflowkit.api import Options, Project, compile_workflow
    from workflowkit.workspace import ProjectGroup, lint

__all__ = ["Options", "Project", "ProjectGroup", "compile_workflow", "lint"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from workflowkit import api, workspace

        return getattr(workspace if name in workspace.__all__ else api, name)
    raise AttributeError(f"module 'workflowkit' has no attribute '{name}'")
