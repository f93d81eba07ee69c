"""Assessments: their declarations, and the steps that use them (docs/engine/structure-checks.md#assessments)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.compiler.nodes import Node
from workflowkit.compiler.passes import check_links
from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.duplicates import duplicates
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_items, as_text


def check_assessments(workflow: dict[str, Json]) -> Iterator[Problem]:
    """Assessment ids used twice, and dimension ids used twice in one assessment."""
    assessments = [as_fields(entry) for entry in as_items(workflow.get("assessments"))]
    repeated = list(
        duplicates(
            (assessment.get("id") for assessment in assessments),
            lambda index: ("assessments", index, "id"),
            rule="duplicate-assessment-id",
            kind="assessment-id-duplicate",
            noun="assessment",
        )
    )
    for index, assessment in enumerate(assessments):
        yield from (
            problem for problem in repeated if problem.finding.route == ("assessments", index, "id")
        )
        yield from duplicates(
            (as_fields(entry).get("id") for entry in as_items(assessment.get("dimensions"))),
            lambda position, index=index: ("assessments", index, "dimensions", position, "id"),  # type: ignore[misc]  # The default binds the loop variable.
            rule="duplicate-dimension-id",
            kind="dimension-id-duplicate",
            noun="dimension",
        )


def check_assessment_use(step: Node, levels: dict[str, list[str]]) -> Iterator[Problem]:
    """Refs and consequences of one step against the declared assessments."""
    refs = [as_text(ref) for ref in as_items(step.value.get("assessmentRefs"))]
    for index, ref in enumerate(refs):
        if ref not in levels:
            problem = check_links.unknown_assessment_ref(step, index, ref, levels)
            if not levels:
                yield replace(problem, kind="assessment-refs-without-assessments")
                break
            yield replace(problem, kind="assessment-ref-undeclared")
    consequences = as_items(step.value.get("assessmentConsequences"))
    if not consequences:
        return
    if not refs:
        problem = check_links.consequence_without_ref(step)
        yield replace(problem, kind="assessment-consequences-without-refs")
        return
    if not any(ref in levels for ref in refs):
        return
    declared = [level for ref in refs for level in levels.get(ref, [])]
    for index, entry in enumerate(consequences):
        level = as_text(as_fields(as_fields(entry).get("when")).get("anyEqualsLevel"))
        if level and level not in declared:
            problem = check_links.unreachable_trigger_level(step, index, level, declared)
            yield replace(problem, kind="assessment-consequence-level-undeclared")
