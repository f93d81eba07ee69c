"""Whether a condition of the new version holds wherever that of the old one did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from workflowkit.analysis.condition_words import in_words
from workflowkit.analysis.data_flow.decidable import contexts_for
from workflowkit.changes.change import StepChange, WorkflowChange
from workflowkit.changes.version import VersionStep
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate, variables
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

_STEP = Step({}, ())
"""Conditions are compared without regard to where they are."""


@dataclass(frozen=True, slots=True)
class StepGate:
    """What a step waits for before it runs."""

    waits: bool
    is_for_person: bool = True
    """False when a coordinator decides."""
    condition: Json = True
    """When it waits; True for always."""

    def __str__(self) -> str:
        """Return the gate as messages name it."""
        whom = "confirmation" if self.is_for_person else "a coordinator instead of a person"
        return whom if self.condition is True else f"{whom} only when {in_words(self.condition)}"


def gate_of(step: VersionStep) -> StepGate:
    """Return the gate of *step*."""
    given = step.value.get("requireConfirmation")
    fields = as_fields(given)
    if "kind" in fields:
        condition = fields.get("condition")
        is_for_person = as_text(fields["kind"]) != "coordinator_eval"
        return StepGate(True, is_for_person, condition if as_fields(condition) else True)
    return StepGate(True, True, given) if fields else StepGate(given is True)


def is_skipped_more(change: StepChange, workflow: WorkflowChange) -> bool:
    """Return true when a condition keeps the step from running where it ran before."""
    before, after = (run_condition(step) for step in (change.before, change.after))
    return not is_kept(before, after, workflow)


def run_condition(step: VersionStep) -> Json:
    """Return the condition under which *step* runs; True for always."""
    return step.value.get("runCondition") or True


def waits_when(step: VersionStep) -> Json:
    """Return the condition under which *step* runs and waits; True for always."""
    parts = [each for each in (gate_of(step).condition, run_condition(step)) if each is not True]
    return {"and": parts} if len(parts) > 1 else parts[0] if parts else True


def is_kept(before: Json, after: Json, change: WorkflowChange) -> bool:
    """Return true when *after* holds wherever *before* does; each is a condition, or True for always.

    A key that was renamed in the whole workflow is the same key. What cannot be decided is not kept unless it is equal.
    """
    if after is True or before == after:
        return True
    if before is True:
        return False
    return any(_implies(renamed, after) for renamed in _renamings(before, after, change))


def _implies(before: Json, after: Json) -> bool:
    if before == after:
        return True
    contexts = contexts_for(_STEP, before, after)
    return contexts is not None and all(
        evaluate(after, context) for context in contexts if evaluate(before, context)
    )


def _renamings(before: Json, after: Json, change: WorkflowChange) -> Iterator[Json]:
    """Yield *before*, and *before* with each key that only the old version sets replaced by one that only the new version sets."""
    yield before
    gone = {read.variable for read in variables(before)} - change.after.keys.keys()
    new = {read.variable for read in variables(after)} - change.before.keys.keys()
    for old, young in product(sorted(gone), sorted(new)):
        yield _with_key(before, {old: young})


def _with_key(condition: Json, names: Mapping[str, str]) -> Json:
    if isinstance(condition, list):
        return [_with_key(part, names) for part in condition]
    if not isinstance(condition, dict):
        return condition
    return {
        key: names.get(value, value)
        if key == "var" and isinstance(value, str)
        else _with_key(value, names)
        for key, value in condition.items()
    }
