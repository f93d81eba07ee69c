"""Steps: ids, prompt sources, fragments, and what they name (docs/engine/structure-checks.md#standard-steps)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.nodes import Node, Steps
from workflowkit.compiler.passes.check_links import assessment_levels
from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.assessments import check_assessment_use
from workflowkit.compiler.structure.duplicates import duplicates
from workflowkit.compiler.structure.functions import check_function_calls, visible_definitions
from workflowkit.compiler.structure.loops import check_loop
from workflowkit.compiler.structure.prompts import PROMPT_SOURCES, missing_prompt
from workflowkit.diagnostics import Finding
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items, as_text


def check_step_ids(steps: Steps) -> Iterator[Problem]:
    """Top-level step ids used twice. Clashes with inline steps are found by the compiler."""
    yield from duplicates(
        (step.id for step in steps),
        lambda index: (*steps[index].origin.route, "id"),
        rule="duplicate-step-id",
        kind="step-id-duplicate",
        noun="step",
    )


def check_steps(workflow: dict[str, Json], steps: Steps) -> Iterator[Problem]:
    """Every top-level step in order, loops with their inline bodies."""
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


def _check_prompt_sources(step: Node) -> Iterator[Problem]:
    # A source of the wrong type is there all the same: the shape has told what is wrong with it.
    sources = [key for key in PROMPT_SOURCES if key in step.value]
    if not sources:
        yield missing_prompt(step, "step-prompt-source-missing")
    elif len(sources) > 1:
        listed = " and ".join(f"'{source}'" for source in sources)
        finding = Finding(
            (*step.origin.route, sources[1]),
            f"{step.name} has both {listed}",
            help="keep one of them",
            on_key=True,
        )
        yield Problem("prompt-source-conflict", "step-prompt-source-multiple", finding)


def check_fragments(step: Node) -> Iterator[Problem]:
    """Fragment ids used twice and tokens in fragments of one step; the engine looks at top-level steps only."""
    fragments = [as_fields(entry) for entry in as_items(step.value.get("promptFragments"))]
    route = (*step.origin.route, "promptFragments")
    repeated = list(
        duplicates(
            (fragment.get("id") for fragment in fragments),
            lambda index: (*route, index, "id"),
            rule="duplicate-fragment-id",
            kind="fragment-id-duplicate",
            noun="fragment",
        )
    )
    for index, fragment in enumerate(fragments):
        yield from (item for item in repeated if item.finding.route == (*route, index, "id"))
        content = as_text(fragment.get("text"))
        start = content.lower().find("{{wr.")
        if start >= 0:
            end = content.find("}}", start)
            finding = Finding(
                (*route, index, "text"),
                "a fragment holds a token of the engine, which only prompts may",
                help="move the token to the step's prompt",
                window=(start, end + 2 if end >= 0 else start + len("{{wr.")),
            )
            yield Problem("token-in-unresolved-field", "fragment-wr-token", finding)
