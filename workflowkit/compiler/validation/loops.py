"""Loops: counts, items, and their bodies (docs/engine/structure-checks.md#loops)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from workflowkit.compiler.passes import check_links
from workflowkit.compiler.steps import CompiledStep, Steps
from workflowkit.compiler.validation.assessments import check_assessment_use
from workflowkit.compiler.validation.duplicates import duplicates
from workflowkit.compiler.validation.functions import check_function_calls, visible_definitions
from workflowkit.compiler.validation.prompts import check_prompt
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json


def check_loop(
    workflow: dict[str, Json], loop: CompiledStep, steps: Steps, levels: dict[str, list[str]]
) -> Iterator[CompileError]:
    """Yield the errors of a loop: its configuration, then its body, then the assessments that inline steps use."""
    yield from _check_configuration(loop)
    if loop.body is None:
        yield from _check_named_body(loop, steps)
        return
    repeated = duplicates(
        ((step.origin.route, step.value) for step in loop.body),
        "id",
        rule="duplicate-step-id",
        kind="inline-step-id-duplicate",
        noun="step",
    )
    by_route = {error.route: error for error in repeated}
    for step in loop.body:
        if error := by_route.get((*step.origin.route, "id")):
            yield error
        yield from _check_inline_step(workflow, loop, step)
    for step in loop.body:
        yield from check_assessment_use(step, levels)


def _check_configuration(loop: CompiledStep) -> Iterator[CompileError]:
    config = as_fields(loop.value.get("loop"))
    kind = config.get("type")
    count = config.get("count")
    if kind == "for" and _is_number(count) and count <= 0:
        yield CompileError(
            (*loop.origin.route, "loop", "count"),
            f"loop '{loop.id}' runs {count} times",
            help="give a count above 0, or the name of a context key",
            rule="empty-loop-count",
            kind="loop-count-not-positive",
        )
    if kind == "forEach" and config.get("items") == "":
        yield CompileError(
            (*loop.origin.route, "loop", "items"),
            f"loop '{loop.id}' names no list to run over",
            help="name the context key that holds the list",
            rule="missing-loop-items",
            kind="loop-items-missing",
        )


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_named_body(loop: CompiledStep, steps: Steps) -> Iterator[CompileError]:
    body = loop.value.get("body")
    if not isinstance(body, str):
        return
    by_id = {step.id: step for step in reversed(steps)}
    target = by_id.get(body)
    if not body:
        error = check_links.unknown_loop_body(loop, "", by_id)
        yield replace(
            error,
            kind="loop-body-missing",
            message=f"the body of loop '{loop.id}' is empty",
            help="write the steps of the loop inline in 'body'",
        )
    elif target is None:
        error = check_links.unknown_loop_body(loop, body, by_id)
        yield replace(error, kind="loop-body-step-not-found")
    elif target.is_loop:
        error = check_links.nested_loop(loop, (*loop.origin.route, "body"), body)
        yield replace(error, kind="loop-body-step-is-loop")


def _check_inline_step(
    workflow: dict[str, Json], loop: CompiledStep, step: CompiledStep
) -> Iterator[CompileError]:
    if step.is_loop:
        return
    yield from check_prompt(step, "inline-step-prompt-source-missing")
    definitions = visible_definitions(
        workflow.get("functionDefinitions"),
        loop.value.get("functionDefinitions"),
        step.value.get("functionDefinitions"),
    )
    yield from check_function_calls(step, definitions)
