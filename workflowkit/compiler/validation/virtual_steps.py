"""What becomes a step of its own: audits, verifications and syntheses (docs/engine/structure-checks.md#virtual-steps)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.steps import CompiledStep, Steps, every_step
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_fields, as_items, as_text


def check_virtual_steps(steps: Steps) -> Iterator[CompileError]:
    """Yield an error for each audit, verification and synthesis that says nothing, and for those of a step that is the body of a loop by its id."""
    for step in every_step(steps):
        yield from _check_audit(step)
        yield from _check_verification(step)
        yield from _check_synthesis(step)
    yield from _check_named_bodies(steps)


def _check_audit(step: CompiledStep) -> Iterator[CompileError]:
    audit = step.value.get("audit")
    if not isinstance(audit, dict):
        return
    rubric = as_items(audit.get("rubric"))
    if not rubric and _is_blank(audit.get("prompt")):
        yield _empty(step, ("audit",), "has neither a prompt nor a rubric", "audit-empty")
    for index, criterion in enumerate(rubric):
        if isinstance(criterion, str) and not criterion.strip():
            place = ("audit", "rubric", index)
            yield _empty(step, place, "has a blank entry in its rubric", "audit-rubric-blank")


def _check_verification(step: CompiledStep) -> Iterator[CompileError]:
    verification = as_fields(step.value.get("verification"))
    command = verification.get("command")
    if isinstance(command, str) and command and not command.strip():
        place = ("verification", "command")
        yield _empty(step, place, "has a blank command", "verification-command-blank")


def _check_synthesis(step: CompiledStep) -> Iterator[CompileError]:
    synthesis = step.value.get("synthesis")
    if not isinstance(synthesis, dict) or not step.is_parallel:
        return
    if _is_blank(synthesis.get("prompt")) and "outputContract" not in synthesis:
        yield _empty(
            step, ("synthesis",), "has neither a prompt nor an output contract", "synthesis-empty"
        )


def _check_named_bodies(steps: Steps) -> Iterator[CompileError]:
    by_id = {step.id: step for step in reversed(steps)}
    for loop in steps:
        if not loop.is_loop or loop.body is not None:
            continue
        target = by_id.get(as_text(loop.value.get("body")))
        for key in ("audit", "verification"):
            if target is not None and key in target.value:
                yield CompileError(
                    (*target.origin.route, key),
                    f"step '{target.id}' is the body of loop '{loop.id}' and has '{key}'",
                    help="write the step inline in the 'body' of the loop",
                    on_key=True,
                    rule="conditional-loop-body",
                    kind=f"loop-body-step-{key}",
                )


def _empty(step: CompiledStep, place: tuple[str | int, ...], what: str, kind: str) -> CompileError:
    return CompileError(
        (*step.origin.route, *place),
        f"'{place[0]}' of {step.name} {what}",
        help=f"write one, or delete '{place[0]}'",
        rule="empty-prompt",
        kind=kind,
    )


def _is_blank(value: object) -> bool:
    return not isinstance(value, str) or not value.strip()
