"""Steps: ids, prompt sources, fragments, and what they name (docs/engine/structure-checks.md#standard-steps)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.compiler.passes.check_links import assessment_levels
from workflowkit.compiler.steps import CompiledStep, Steps
from workflowkit.compiler.validation.assessments import check_assessment_use
from workflowkit.compiler.validation.duplicates import duplicates, entries
from workflowkit.compiler.validation.functions import check_function_calls, visible_definitions
from workflowkit.compiler.validation.loops import check_loop
from workflowkit.compiler.validation.prompts import PROMPT_SOURCES, check_prompt
from workflowkit.diagnostics import Edit, Fix
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route


def check_step_ids(steps: Steps) -> Iterator[CompileError]:
    """Yield an error for each duplicate top-level step id. Clashes with inline steps are found by the compiler."""
    yield from duplicates(
        ((step.origin.route, step.value) for step in steps),
        "id",
        rule="duplicate-step-id",
        kind="step-id-duplicate",
        noun="step",
    )


def check_steps(workflow: dict[str, Json], steps: Steps) -> Iterator[CompileError]:
    """Yield the errors of every top-level step in order, loops with their inline bodies."""
    levels = assessment_levels(workflow)
    for step in steps:
        if step.is_loop:
            yield from check_loop(workflow, step, steps, levels)
            continue
        yield from _check_prompt_sources(step)
        yield from check_fragments(step)
        yield from check_assessment_use(step, levels)
        definitions = visible_definitions(
            workflow.get("functionDefinitions"), step.value.get("functionDefinitions")
        )
        yield from check_function_calls(step, definitions)


def _check_prompt_sources(step: CompiledStep) -> Iterator[CompileError]:
    # A source of the wrong type counts as well: the shape check has reported it.
    sources = [key for key in PROMPT_SOURCES if key in step.value]
    yield from check_prompt(step, "step-prompt-source-missing")
    if len(sources) > 1:
        listed = " and ".join(f"'{source}'" for source in sources)
        yield CompileError(
            (*step.origin.route, sources[1]),
            f"{step.name} has both {listed}",
            help="keep one of them",
            on_key=True,
            rule="conflicting-prompt-sources",
            kind="step-prompt-source-multiple",
        )


def check_fragments(step: CompiledStep) -> Iterator[CompileError]:
    """Yield an error for each duplicate fragment id and each token in the fragments of a step; the engine checks top-level steps only."""
    fragments = entries(step.value.get("promptFragments"), (*step.origin.route, "promptFragments"))
    repeated = duplicates(
        fragments,
        "id",
        rule="duplicate-fragment-id",
        kind="fragment-id-duplicate",
        noun="fragment",
    )
    by_route = {error.route: error for error in repeated}
    taken = {as_text(fragment.get("id")) for _, fragment in fragments}
    for route, fragment in fragments:
        if error := by_route.get((*route, "id")):
            yield replace(error, fix=_number(error.route, fragment["id"], taken))
        content = as_text(fragment.get("text"))
        start = content.lower().find("{{wr.")
        if start >= 0:
            end = content.find("}}", start)
            yield CompileError(
                (*route, "text"),
                "a fragment holds a token of the engine, which only prompts may",
                help="move the token to the step's prompt",
                window=(start, end + 2 if end >= 0 else start + len("{{wr.")),
                rule="misplaced-engine-token",
                kind="fragment-wr-token",
            )


def _number(route: Route, own: str, taken: set[str]) -> Fix:
    """Return the id with the smallest number after it that makes it differ from the *taken* ones, and add the result to them."""
    number = 2
    while f"{own[:60]}-{number}" in taken:
        number += 1
    name = f"{own[:60]}-{number}"
    taken.add(name)
    edit = Edit("set", route, name)
    return Fix("put a number behind it", (edit,), safe=True, changes="the id of the fragment")
