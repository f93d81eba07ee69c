"""Engine versions for tests: the bundled data as each version has it."""

from __future__ import annotations

from functools import cache

from workflowkit.run import spec_folder
from workflowkit.run.project_files import AvailableWorkflows, daemon_context
from workflowkit.runtime.behavior import Behavior
from workflowkit.spec.pack import SpecPack
from workflowkit.triggers.engine_keys import EngineKeys


@cache
def spec(version: str) -> SpecPack:
    """Return the bundled spec pack for the engine *version*."""
    return spec_folder.load_spec(None, version)


def behavior(version: str) -> Behavior:
    """Return what the engine *version* does in a run."""
    return spec(version).behavior


def engine_keys(version: str) -> EngineKeys:
    """Return what the engine *version* reads of a trigger file."""
    return daemon_context(AvailableWorkflows(), spec(version)).engine
