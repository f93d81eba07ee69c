"""Assessments: their declarations, and the steps that use them (docs/engine/structure-checks.md#assessments)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.compiler.passes import check_links
from workflowkit.compiler.steps import CompiledStep
from workflowkit.compiler.validation.duplicates import distinct, duplicates, entries
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


def check_assessments(workflow: dict[str, Json]) -> Iterator[CompileError]:
    """Yield an error for each duplicate assessment id, and for each dimension id used twice in one assessment."""
    assessments = distinct(entries(workflow.get("assessments"), ("assessments",)), "id")
    repeated = duplicates(
        assessments,
        "id",
        rule="duplicate-assessment-id",
        kind="assessment-id-duplicate",
        noun="assessment",
    )
    by_route = {error.route: error for error in repeated}
    for route, assessment in assessments:
        if error := by_route.get((*route, "id")):
            yield error
        yield from duplicates(
            entries(assessment.get("dimensions"), (*route, "dimensions")),
            "id",
            rule="duplicate-dimension-id",
            kind="dimension-id-duplicate",
            noun="dimension",
        )


def check_assessment_use(
    step: CompiledStep, levels: dict[str, list[str]]
) -> Iterator[CompileError]:
    """Yield the errors of a step's refs and consequences that no declared assessment matches."""
    refs = [as_text(ref) for ref in as_items(step.value.get("assessmentRefs"))]
    for index, ref in enumerate(refs):
        if ref not in levels:
            error = check_links.unknown_assessment_ref(step, index, ref, levels)
            if not levels:
                yield replace(error, kind="assessment-refs-without-assessments")
                break
            yield replace(error, kind="assessment-ref-undeclared")
    consequences = as_items(step.value.get("assessmentConsequences"))
    if not consequences:
        return
    if not refs:
        error = check_links.consequence_without_ref(step)
        yield replace(error, kind="assessment-consequences-without-refs")
        return
    if not any(ref in levels for ref in refs):
        return
    for index, entry in enumerate(consequences):
        when = as_fields(as_fields(entry).get("when"))
        level, chosen = as_text(when.get("anyEqualsLevel")), when.get("forAssessment")
        if isinstance(chosen, str) and chosen not in refs:
            error = check_links.assessment_not_on_step(step, index, chosen, refs)
            yield replace(error, kind="assessment-consequence-assessment-undeclared")
            continue
        counted = [chosen] if isinstance(chosen, str) else refs
        declared = [level for ref in counted for level in levels.get(ref, [])]
        if level and level not in declared:
            error = check_links.unreachable_trigger_level(step, index, level, declared)
            yield replace(error, kind="assessment-consequence-level-undeclared")
