"""Engine versions for tests: the bundled data as each version has it."""

from __future__ import annotations

from functools import cache

from workflowkit.run import loading
from workflowkit.runtime.behavior import Behavior
from workflowkit.spec.pack import SpecPack


@cache
def spec(version: str) -> SpecPack:
    """Return the bundled spec pack for the engine *version*."""
    return loading.load_spec(None, version)


def behavior(version: str) -> Behavior:
    """Return what the engine *version* does in a run."""
    return spec(version).behavior
