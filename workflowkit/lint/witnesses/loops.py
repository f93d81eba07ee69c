"""Witnesses of group L: how loops begin and end."""

from __future__ import annotations

from workflowkit.lint.witnesses.case import WitnessCase, exits, unset
from workflowkit.runtime.executable import ArtifactDecision, ExecutableLoop
from workflowkit.simulation.claims import Claim
from workflowkit.simulation.runs import RunEnd
from workflowkit.text.json_values import as_text

SEVERAL = ("many", "bound")
ENTERED = ("one", "many", "bound")


def ends_at_bound(case: WitnessCase) -> Claim | None:
    """The loop ends at its bound, whatever is decided."""
    if case.loop is None:
        return None
    loop = case.loop.id
    return Claim(reach=(exits(loop, "bound"),), decision="continue", loops=(loop,))


def ends_at_bound_without_decision(case: WitnessCase) -> Claim | None:
    """The deciding step is skipped in every pass, and the loop ends at its bound."""
    if case.loop is None:
        return None
    return Claim(
        reach=(exits(case.loop.id, "bound"),),
        avoid=frozenset({case.step}),
        loops=(case.loop.id,),
    )


def skips_rest_of_pass(case: WitnessCase) -> Claim | None:
    """The decision to stop skips what follows it."""
    if case.loop is None or case.step not in case.body:
        return None
    after = case.body[case.body.index(case.step) + 1 :]
    return _stopped_before(case.loop.id, after)


def skips_second_decision(case: WitnessCase) -> Claim | None:
    """The first decision to stop skips the second decision."""
    return _stopped_before(case.loop.id, (case.step,)) if case.loop else None


def _stopped_before(loop: str, skipped: tuple[str, ...]) -> Claim:
    return Claim(
        reach=(exits(loop, *ENTERED),), avoid=frozenset(skipped), decision="stop", loops=(loop,)
    )


def asks_every_pass(case: WitnessCase) -> Claim | None:
    """The gate asks in the first pass, and in the second."""
    if case.loop is None:
        return None
    return Claim(
        reach=(exits(case.loop.id, *SEVERAL),), sequence=(case.step,) * 2, states_gates=True
    )


def never_begins(case: WitnessCase) -> Claim | None:
    """The decision that ended an earlier loop keeps this one from its first pass."""
    if case.loop is None:
        return None
    loop = case.loop.id
    return Claim(reach=(exits(loop, "none"),), decision="stop", loops=(loop,))


def decided_by_unset_key(case: WitnessCase) -> Claim | None:
    """The key that ends the loop is never set, and decides all the same."""
    if case.loop is None or not case.keys:
        return None
    loop = case.loop.id
    return Claim(reach=(exits(loop),), values=unset(*case.keys), loops=(loop,))


def stopped_by_artifact(case: WitnessCase) -> Claim | None:
    """The artifact that says stop ends the loop."""
    if case.loop is None:
        return None
    loop = case.loop.id
    return Claim(reach=(exits(loop, *ENTERED),), decision="stop", loops=(loop,))


def passes_against_condition(case: WitnessCase) -> Claim | None:
    """The loop begins a pass and ends, while the ignored condition has one outcome."""
    if case.loop is None:
        return None
    keys = unset(*case.keys) if case.condition is not None else {}
    loop = case.loop.id
    return Claim(reach=(exits(loop, *ENTERED),), values=keys, loops=(loop,))


def fails_without_input(case: WitnessCase) -> Claim | None:
    """The call that leads to the loop fails, because its list or count is not set."""
    if case.loop is None:
        return None
    key = as_text(case.loop.config.get("items")) or as_text(case.loop.config.get("count"))
    return Claim(
        reach=(exits(case.loop.id),),
        values=unset(key),
        end=RunEnd.FAILED,
        fails_by_values=True,
    )


def decides_outside_loops(case: WitnessCase) -> Claim:
    """The decision of a step outside of every loop keeps a later loop from beginning; without such a loop it decides nothing."""
    order = [step.id for step in case.pinned.executable.steps]
    after = order.index(case.step) + 1 if case.step in order else len(order)
    for step in case.pinned.executable.steps[after:]:
        if isinstance(step, ExecutableLoop) and isinstance(step.source, ArtifactDecision):
            return Claim(
                sequence=(case.step,),
                reach=(exits(step.id, "none"),),
                decision="stop",
                loops=(step.id,),
            )
    return Claim(sequence=(case.step,))


def gate_of_loop_is_silent(case: WitnessCase) -> Claim | None:
    """The loop runs, and its own gate asks nobody."""
    if case.rest[:1] != ("requireConfirmation",) or case.loop is None:
        return None
    return Claim(reach=(exits(case.loop.id, *ENTERED),), states_gates=True)


def both_loops_run_the_step(case: WitnessCase) -> Claim | None:
    """Both loops present the same step."""
    loops = [name for name in case.named if name in {loop.id for loop in case.model.loops}]
    if not loops:
        return None
    return Claim(reach=tuple(exits(loop, *ENTERED) for loop in loops), loops=tuple(loops))


def loses_session(_: WitnessCase) -> Claim:
    """The session cannot be read any more once the loop was tested."""
    return Claim(end=RunEnd.FAILED)


def goes_on_after_stop(case: WitnessCase) -> Claim | None:
    """The loop has all its passes, though a step of it has said stop."""
    if case.loop is None:
        return None
    loop = case.loop.id
    return Claim(reach=(exits(loop, *SEVERAL),), decision="stop", loops=(loop,))


def fails_with_other_type(case: WitnessCase) -> Claim | None:
    """The call that leads to the loop fails, because its key has a value of the captured type."""
    if case.loop is None:
        return None
    key = as_text(case.loop.config.get("items")) or as_text(case.loop.config.get("count"))
    return Claim(
        reach=(exits(case.loop.id),),
        values={key: "a text"},
        end=RunEnd.FAILED,
        fails_by_values=True,
    )
