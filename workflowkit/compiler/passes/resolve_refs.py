"""Resolve refs: `{"kind": "ref"}` parts -> text parts (docs/engine/compiler.md#refs).

Before: promptValues may be arrays with ref parts.
After: they have text parts only, except for refs that were reported.
Reports: unknown-ref.
"""

from __future__ import annotations

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.bind_slots import LIST_SECTIONS
from workflowkit.compiler.steps import CompiledStep, Steps, change_each
from workflowkit.compiler.suggested_fixes import write_closest
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import did_you_mean


def resolve_refs(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Put the text of each ref in its place."""
    del workflow
    errors: list[CompileError] = []

    def resolve(step: CompiledStep) -> CompiledStep:
        blocks = step.value.get("promptBlocks")
        if not isinstance(blocks, dict):
            return step
        changed = dict(blocks)
        route: Route = (*step.origin.route, "promptBlocks")
        if "goal" in blocks:
            changed["goal"] = value(step, blocks["goal"], (*route, "goal"))
        for section in LIST_SECTIONS:
            if isinstance(blocks.get(section), list):
                changed[section] = [
                    value(step, entry, (*route, section, index))
                    for index, entry in enumerate(blocks[section])
                ]
        return step.with_fields(promptBlocks=changed)

    def value(step: CompiledStep, prompt: Json, route: Route) -> Json:
        if not isinstance(prompt, list):
            return prompt
        return [part(step, entry, (*route, index)) for index, entry in enumerate(prompt)]

    def part(step: CompiledStep, entry: Json, route: Route) -> Json:
        if as_fields(entry).get("kind") != "ref":
            return entry
        if step.origin.is_checked and not isinstance(entry.get("refId"), str):
            # The shape check reports a ref without an id.
            return entry
        ref = as_text(entry.get("refId"))
        if ref not in context.refs:
            errors.append(_unknown(step, ref, (*route, "refId"), context))
            return entry
        return {"kind": "text", "text": context.refs[ref]}

    return change_each(steps, resolve), errors


def _unknown(step: CompiledStep, ref: str, route: Route, context: CompileContext) -> CompileError:
    return CompileError(
        route,
        f"no ref is called '{ref}'",
        help=did_you_mean(ref, context.refs),
        fix=None if step.origin.routine else write_closest(ref, route, context.refs),
        rule="unknown-ref",
        is_unknown=True,
        kind="REF_RESOLVE_ERROR",
        detail={"causeCode": "UNKNOWN_REF", "errorTag": "InvalidState", "stepId": step.id},
    )
