"""Render blocks: `promptBlocks` -> one `prompt` (docs/engine/compiler.md#prompt-blocks).

Before: a step may have prompt blocks, with text parts only.
After: every step has a rendered prompt and no blocks; a loop container keeps its blocks beside the prompt, as in the engine.
Reports: conflicting-prompt-sources, empty-prompt.
"""

from __future__ import annotations

import re

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.bind_slots import LIST_SECTIONS
from workflowkit.compiler.steps import CompiledStep, Steps, change_each
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route


def render_blocks(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Give every step with prompt blocks its prompt."""
    del workflow, context
    errors: list[CompileError] = []

    def render(step: CompiledStep) -> CompiledStep:
        blocks = step.value.get("promptBlocks")
        if not isinstance(blocks, dict):
            return step
        if as_text(step.value.get("prompt")):
            errors.append(_both_set(step))
            return step
        sections = block_sections(blocks)
        if not sections:
            if not step.origin.is_checked or _is_legal(blocks):
                errors.append(_empty(step))
            return step
        rendered = step.with_fields(prompt="\n\n".join(sections))
        if not step.is_loop:
            del rendered.value["promptBlocks"]
        return rendered

    return change_each(steps, render), errors


def block_sections(blocks: dict[str, Json]) -> list[str]:
    """Return the sections that *blocks* render to, in the engine's order; parts that are no text count as empty."""
    sections: list[str] = []
    if "goal" in blocks:
        sections.append(f"## Goal\n{prompt_value(blocks['goal'])}")
    if constraints := as_items(blocks.get("constraints")):
        sections.append(f"## Constraints\n{_bullets(constraints)}")
    if procedure := as_items(blocks.get("procedure")):
        numbered = (f"{number}. {prompt_value(entry)}" for number, entry in enumerate(procedure, 1))
        sections.append("## Procedure\n" + "\n".join(numbered))
    if output := as_fields(blocks.get("outputRequired")):
        entries = (f"- **{key}**: {as_text(output[key])}" for key in property_order(output))
        sections.append("## Output Required\n" + "\n".join(entries))
    if verify := as_items(blocks.get("verify")):
        sections.append(f"## Verify\n{_bullets(verify)}")
    return sections


def _is_legal(blocks: dict[str, Json]) -> bool:
    """Return whether the shape check accepts *blocks* that render to nothing."""
    return all(
        (key == "outputRequired" and value == {}) or (key in LIST_SECTIONS and value == [])
        for key, value in blocks.items()
    )


def prompt_value(value: Json) -> str:
    """Return the text of a promptValue: a string, or the joined texts of its parts."""
    if isinstance(value, list):
        return "".join(as_text(as_fields(part).get("text")) for part in value)
    return as_text(value)


def _bullets(values: list[Json]) -> str:
    return "\n".join(f"- {prompt_value(value)}" for value in values)


_ARRAY_INDEX = re.compile(r"0|[1-9][0-9]*")


def property_order(record: dict[str, Json]) -> list[str]:
    """Return keys in ECMAScript order: canonical array indexes ascending, then the others as written."""
    indexes = {key for key in record if _is_array_index(key)}
    return [*sorted(indexes, key=int), *(key for key in record if key not in indexes)]


def _is_array_index(key: str) -> bool:
    return len(key) <= 10 and bool(_ARRAY_INDEX.fullmatch(key)) and int(key) < 2**32 - 1


def _both_set(step: CompiledStep) -> CompileError:
    return CompileError(
        _place(step, "promptBlocks"),
        f"{_name(step)} has both 'prompt' and 'promptBlocks'",
        help="keep one of them",
        rule="conflicting-prompt-sources",
        kind="PROMPT_AND_BLOCKS_BOTH_SET",
        detail=_detail(step),
    )


def _empty(step: CompiledStep) -> CompileError:
    return CompileError(
        _place(step, "promptBlocks"),
        f"the prompt blocks of {_name(step)} render to nothing",
        help="give them at least a 'goal'",
        rule="empty-prompt",
        kind="PROMPT_BLOCKS_ERROR",
        detail={"causeCode": "EMPTY_BLOCKS", **_detail(step)},
    )


def _place(step: CompiledStep, key: str) -> Route:
    route = step.origin.route
    return (*route, "templateCall", "templateId") if step.origin.routine else (*route, key)


def _name(step: CompiledStep) -> str:
    if step.origin.routine:
        return f"step '{step.id}' of routine '{step.origin.routine}'"
    return step.name


def _detail(step: CompiledStep) -> dict[str, str]:
    return {"errorTag": "InvalidState", "stepId": step.id}
