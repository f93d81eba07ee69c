"""Witnesses of groups E and H: how runs end, and whom gates ask."""

from __future__ import annotations

import re

from workflowkit.lint.witnesses.case import WitnessCase, conditions, unset
from workflowkit.runtime.executable import ExecutableLoop
from workflowkit.simulation.claims import Claim
from workflowkit.simulation.goals import RUN
from workflowkit.simulation.runs import RunEnd

_UNSET = re.compile(r"'([^']+)' is unset")


def cannot_start(_: WitnessCase) -> Claim:
    """The run fails before a step is presented."""
    return Claim(end=RunEnd.FAILED)


def never_completes(case: WitnessCase) -> Claim:
    """The run reaches the step, and is blocked or fails there."""
    if isinstance(case.pinned.executable.by_id[case.step], ExecutableLoop):
        return Claim(end=RunEnd.FAILED)
    return Claim(sequence=(case.step,), end=RunEnd.BLOCKED)


def ends_early(case: WitnessCase) -> Claim:
    """A shortest run is complete without the step, while the keys that the message calls unset are."""
    keys = _UNSET.findall(case.finding.message)
    return Claim(avoid=frozenset({case.step}), values=unset(*keys))


def passed_by(case: WitnessCase) -> Claim:
    """The condition of the step is false, and the run is complete without it."""
    return Claim(avoid=frozenset({case.step}), reach=(conditions(case.step, RUN, ("false",)),))


def asks(case: WitnessCase) -> Claim:
    """The step is presented, and the gates that ask are stated."""
    return Claim(sequence=(case.step,), states_gates=True)
