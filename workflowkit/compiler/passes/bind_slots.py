"""Bind slots: `{{wr.bindings.slot}}` -> the project's override or the slot's default (docs/engine/compiler.md#bindings).

Before: prompts and plain-string block values may contain binding tokens.
After: every token of a known slot is replaced, unless a later replacement inserted it.
Reports: unknown-slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from workflowkit.compiler.bindings import overrides_for
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.steps import CompiledStep, Steps, change_each
from workflowkit.format.compile_error import CompileError
from workflowkit.text.ecmascript import WHITESPACE
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import did_you_mean

BINDING_TOKEN = re.compile(rf"\{{\{{wr\.bindings\.([^{WHITESPACE}{{}}]+)\}}\}}")
"""A well-formed binding token; the group is the slot id."""

LIST_SECTIONS = ("constraints", "procedure", "verify")
"""Sections of prompt blocks that are lists of promptValues."""


def bind_slots(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Replace binding tokens in every place that the engine reads."""
    slots = slot_values(workflow, context)
    errors: list[CompileError] = []

    def bind(step: CompiledStep) -> CompiledStep:
        found: list[CompileError] = []
        bound = map_strings(step, lambda route, value: _replace(step, route, value, slots, found))
        errors.extend(found)
        return (
            replace(
                bound,
                unbound=frozenset(
                    "{{wr.bindings." + error.detail["slotId"] + "}}" for error in found
                ),
            )
            if found
            else bound
        )

    return change_each(steps, bind), errors


def used_slots(steps: Steps) -> list[str]:
    """Return the slot ids of all tokens that the pass would read, in order of appearance."""
    found: dict[str, None] = {}

    def note(_: Route, value: str) -> str:
        if "{{wr.bindings." in value:
            found.update(dict.fromkeys(BINDING_TOKEN.findall(value)))
        return value

    change_each(steps, lambda step: map_strings(step, note))
    return list(found)


def slot_values(workflow: dict[str, Json], context: CompileContext) -> Mapping[str, str]:
    """Return slot ids with their values: the project's override, else the default of the first extension point of that name."""
    defaults: dict[str, str] = {}
    for point in as_items(workflow.get("extensionPoints")):
        record = as_fields(point)
        if isinstance(record.get("slotId"), str):
            defaults.setdefault(record["slotId"], as_text(record.get("default")))
    return {**defaults, **overrides_for(as_text(workflow.get("id")), context.bindings)}


def map_strings(step: CompiledStep, change: Callable[[Route, str], str]) -> CompiledStep:
    """Apply *change* to the strings of *step* that may hold binding tokens; it is given the route inside the step."""
    value = dict(step.value)
    if isinstance(value.get("prompt"), str):
        value["prompt"] = change(("prompt",), value["prompt"])
    if isinstance(value.get("promptBlocks"), dict):
        value["promptBlocks"] = _map_blocks(value["promptBlocks"], change)
    return step.with_value(value)


def _map_blocks(blocks: dict[str, Json], change: Callable[[Route, str], str]) -> dict[str, Json]:
    changed = dict(blocks)
    if isinstance(blocks.get("goal"), str):
        changed["goal"] = change(("promptBlocks", "goal"), blocks["goal"])
    for section in LIST_SECTIONS:
        if isinstance(blocks.get(section), list):
            changed[section] = [
                change(("promptBlocks", section, index), entry) if isinstance(entry, str) else entry
                for index, entry in enumerate(blocks[section])
            ]
    if isinstance(blocks.get("outputRequired"), dict):
        changed["outputRequired"] = {
            key: change(("promptBlocks", "outputRequired", key), description)
            if isinstance(description, str)
            else description
            for key, description in blocks["outputRequired"].items()
        }
    return changed


def _replace(
    step: CompiledStep,
    route: Route,
    value: str,
    slots: Mapping[str, str],
    errors: list[CompileError],
) -> str:
    if "{{wr.bindings." not in value:
        return value
    bound = value
    for match in BINDING_TOKEN.finditer(value):
        slot = match.group(1)
        if slot in slots:
            bound = bound.replace(match.group(), slots[slot])
        else:
            errors.append(_undeclared(step, route, slot, match.span(), slots))
    return bound


def _undeclared(
    step: CompiledStep, route: Route, slot: str, window: tuple[int, int], slots: Mapping[str, str]
) -> CompileError:
    detail = {"errorTag": "InvalidState", "stepId": step.id, "slotId": slot}
    if step.origin.routine:
        return CompileError(
            (*step.origin.route, "templateCall", "templateId"),
            f"routine '{step.origin.routine}' uses slot '{slot}', which this workflow does not declare",
            help=f"declare '{slot}' in 'extensionPoints'",
            rule="unknown-slot",
            kind="UNKNOWN_BINDING_SLOT",
            detail=detail,
        )
    return CompileError(
        (*step.origin.route, *route),
        f"slot '{slot}' is not declared",
        help=did_you_mean(slot, slots) if slots else f"declare '{slot}' in 'extensionPoints'",
        window=window,
        rule="unknown-slot",
        kind="UNKNOWN_BINDING_SLOT",
        detail=detail,
    )
