"""The outline of a workflow: its steps in order, each with notes on its conditions, repetition, gate and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.condition_words import in_words
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.virtual_steps import virtual_ids
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.wording import counted, spelled


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """One step."""

    id: str
    """Step id."""
    title: str
    """Its title."""
    notes: tuple[str, ...]
    """Notes: when it runs, whether it repeats, waits, or submits an artifact."""
    steps: tuple[OutlineStep, ...]
    """The body of a loop, or the steps of the routine that it calls."""


def outline(analysis: Analysis) -> tuple[OutlineStep, ...]:
    """Return the steps of *analysis* in the order of the author, those of routines below their calls."""
    return tuple(_step(step, analysis) for step in analysis.workflow.steps)


def _step(step: Step, analysis: Analysis) -> OutlineStep:
    injected = tuple(
        OutlineStep(node.id, as_text(node.value.get("title")), (), ())
        for node in analysis.compiled_prompts.get(step.route, ())
        if node.origin.routine
    )
    body = tuple(_step(inner, analysis) for inner in step.body)
    return OutlineStep(step.id, step.title, tuple(_notes(step, analysis)), injected + body)


def _notes(step: Step, analysis: Analysis) -> Iterator[str]:
    if step.is_conditional:
        yield f"only when {in_words(step.value['runCondition'])}"
    if step.is_loop:
        takes_artifact = any(
            loop.takes_artifact for loop in analysis.loops if loop.step.route == step.route
        )
        yield repetition(step, takes_artifact)
        if step.body_id:
            yield f"its body is step '{step.body_id}'"
    if step.calls_template:
        routine = analysis.compile_context.routines.by_template.get(step.template_id)
        yield f"routine {routine.id if routine else step.template_id}"
    if step.gate is True:
        yield "waits for you"
    elif as_fields(step.gate):
        who = "the coordinator" if step.gate_kind == "coordinator_eval" else "you"
        condition = step.gate_condition
        yield f"waits for {who}" + (f" when {in_words(condition[1])}" if condition else "")
    if step.is_parallel:
        started = (as_text(delegation.get("workflowId")) for _, delegation in step.delegations)
        yield f"starts {', '.join(started)}"
    yield from (_VIRTUAL[key] for key in virtual_ids(step.value))
    if step.contract:
        yield f"submits {step.contract}"
    if step.assessment_refs:
        yield f"judged by {', '.join(step.assessment_refs)}"
    if step.fragments:
        yield counted(len(step.fragments), "conditional text")


_VIRTUAL = {
    "verification": "verified in a step of its own",
    "audit": "audited in a step of its own",
    "synthesis": "summed up in a step of its own",
}
"""Key that becomes a virtual step to the note on it."""


def repetition(loop: Step, takes_artifact: bool) -> str:
    """Return how often a loop repeats; *takes_artifact* when an artifact decides."""
    config = loop.config
    most = f", at most {spelled(config.get('maxIterations'))} times"
    if loop.loop_type == "for":
        count = config.get("count")
        if isinstance(count, str):
            return f"repeats {count} times{most}"
        return f"repeats {spelled(count)} times{most}"
    if loop.loop_type == "forEach":
        return f"repeats for each of {as_text(config.get('items')) or 'its items'}{most}"
    if takes_artifact:
        return f"repeats until it is decided to stop{most}"
    source = as_fields(config.get("conditionSource"))
    return f"repeats {loop.loop_type} {in_words(source.get('condition', config.get('condition')))}{most}"
