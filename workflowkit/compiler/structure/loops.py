"""Loops: counts, items, and their bodies (docs/engine/structure-checks.md#loops)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from workflowkit.compiler.nodes import Node, Steps
from workflowkit.compiler.passes import check_links
from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.assessments import check_assessment_use
from workflowkit.compiler.structure.duplicates import duplicates
from workflowkit.compiler.structure.functions import check_function_calls, visible_definitions
from workflowkit.compiler.structure.prompts import PROMPT_SOURCES, missing_prompt
from workflowkit.diagnostics import Finding
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields


def check_loop(
    workflow: dict[str, Json], loop: Node, steps: Steps, levels: dict[str, list[str]]
) -> Iterator[Problem]:
    """One loop: its configuration, then its body, then the assessments that inline steps use."""
    yield from _check_configuration(loop)
    if loop.body is None:
        yield from _check_named_body(loop, steps)
        return
    repeated = list(
        duplicates(
            (step.id for step in loop.body),
            lambda index: (*loop.body[index].origin.route, "id") if loop.body else (),
            rule="duplicate-step-id",
            kind="inline-step-id-duplicate",
            noun="step",
        )
    )
    for step in loop.body:
        route = (*step.origin.route, "id")
        yield from (problem for problem in repeated if problem.finding.route == route)
        yield from _check_inline_step(workflow, loop, step)
    for step in loop.body:
        yield from check_assessment_use(step, levels)


def _check_configuration(loop: Node) -> Iterator[Problem]:
    config = as_fields(loop.value.get("loop"))
    kind = config.get("type")
    count = config.get("count")
    if kind == "for" and _is_number(count) and count <= 0:
        finding = Finding(
            (*loop.origin.route, "loop", "count"),
            f"loop '{loop.id}' runs {count} times",
            help="give a count above 0, or the name of a context key",
        )
        yield Problem("empty-loop-count", "loop-count-not-positive", finding)
    if kind == "forEach" and config.get("items") == "":
        finding = Finding(
            (*loop.origin.route, "loop", "items"),
            f"loop '{loop.id}' names no list to run over",
            help="name the context key that holds the list",
        )
        yield Problem("missing-loop-items", "loop-items-missing", finding)


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_named_body(loop: Node, steps: Steps) -> Iterator[Problem]:
    body = loop.value.get("body")
    if not isinstance(body, str):
        return
    by_id = {step.id: step for step in reversed(steps)}
    target = by_id.get(body)
    if not body:
        problem = check_links.unknown_loop_body(loop, "", by_id)
        finding = replace(
            problem.finding,
            message=f"the body of loop '{loop.id}' is empty",
            help="write the steps of the loop inline in 'body'",
        )
        yield replace(problem, kind="loop-body-missing", finding=finding)
    elif target is None:
        problem = check_links.unknown_loop_body(loop, body, by_id)
        yield replace(problem, kind="loop-body-step-not-found")
    elif target.is_loop:
        problem = check_links.nested_loop(loop, (*loop.origin.route, "body"), body)
        yield replace(problem, kind="loop-body-step-is-loop")


def _check_inline_step(workflow: dict[str, Json], loop: Node, step: Node) -> Iterator[Problem]:
    if step.is_loop:
        return
    if not any(key in step.value for key in PROMPT_SOURCES):
        yield missing_prompt(step, "inline-step-prompt-source-missing")
    definitions = visible_definitions(
        workflow.get("functionDefinitions"),
        loop.value.get("functionDefinitions"),
        step.value.get("functionDefinitions"),
    )
    yield from check_function_calls(step, definitions)
