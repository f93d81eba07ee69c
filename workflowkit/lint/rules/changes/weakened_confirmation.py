from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.condition_words import in_words
from workflowkit.changes.change import StepChange, WorkflowChange
from workflowkit.changes.conditions import (
    StepGate,
    gate_of,
    is_kept,
    is_skipped_more,
    run_condition,
    waits_when,
)
from workflowkit.changes.requirements import is_verification
from workflowkit.changes.version import VersionStep
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z301", severity=Severity.WARNING, since="0.1.0")
def weakened_confirmation(change: WorkflowChange) -> Iterator[Finding]:
    """A person does not have to confirm a step any more, or not always.

    ## Why

    A confirmation is where a person can stop the agent.
    Without it the step runs unseen; with a condition it runs unseen whenever the condition is false, also because nobody set its key.
    The same holds for a step that waits and runs less often than before.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes.", "requireConfirmation": true}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes.", "requireConfirmation": true}
        ]
      }
    }
    ```
    """
    added = [gate_of(step) for step in change.added]
    for step in change.before.steps:
        before, later = gate_of(step), change.partner(step)
        if not before.waits:
            continue
        candidates = [gate_of(later)] if later else added
        if any(_is_as_strong(gate, before, change) for gate in candidates):
            continue
        yield Finding(
            (*later.route, "requireConfirmation") if later else ("steps",),
            _fact(step, later),
            help="set 'requireConfirmation' to true, or have the change accepted",
            note=_note(later, before, change),
            related=(change.place_before(step, "it waited here"),),
        )
    for changed in _skipped(change):
        step = changed.after
        yield Finding(
            step.route if step.routine else (*step.route, "runCondition"),
            f"{step.name}, which waits for confirmation, runs only when {in_words(run_condition(step))}",
            help="let it run as often as before, or have the change accepted",
            related=(change.place_before(changed.before, "it waited here"),),
        )


def _skipped(change: WorkflowChange) -> Iterator[StepChange]:
    """Yield the steps that wait, and do not run and wait wherever they did."""
    for step in change.steps:
        before, after = step.before, step.after
        # Of a step that checks the work, the condition is reported as such.
        if is_verification(before) or not (gate_of(before).waits and gate_of(after).waits):
            continue
        is_kept_whole = is_kept(waits_when(before), waits_when(after), change)
        if not is_kept_whole and is_skipped_more(step, change):
            yield step


def _is_as_strong(after: StepGate, before: StepGate, change: WorkflowChange) -> bool:
    is_same_judge = after.is_for_person or not before.is_for_person
    return after.waits and is_same_judge and is_kept(before.condition, after.condition, change)


def _fact(step: VersionStep, later: VersionStep | None) -> str:
    if later is None:
        return f"{step.name} waited for confirmation and was removed"
    gate = gate_of(later)
    return f"{later.name} {f'waits for {gate}' if gate.waits else 'does not wait for confirmation any more'}"


def _note(later: VersionStep | None, before: StepGate, change: WorkflowChange) -> str:
    for step in change.added:
        if later is not None and _is_as_strong(gate_of(step), before, change):
            return f"{step.name}, which is new, waits as it did"
    engine = change.after.analysis.spec.engine
    is_conditional = later is not None and gate_of(later).condition is not True
    if is_conditional and not engine.has_conditional_gates:
        return f"engine {engine.version} waits whatever the condition is; later ones evaluate it"
    return ""
