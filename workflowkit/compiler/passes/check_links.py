"""Check links: contracts, assessments and loop bodies of the resolved steps (docs/engine/compiler.md#compile-checks).

Before: every step has its final prompt and id.
After: the same steps; whatever they name exists.
Reports: duplicate-step-id, unknown-contract, unknown-assessment-ref, missing-consequence-assessment, excessive-consequences, unreachable-trigger-level, unknown-consequence-effect, nested-loop, unknown-loop-body.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.steps import CompiledStep, Steps, every_step
from workflowkit.compiler.suggested_fixes import write_closest
from workflowkit.diagnostics import Related
from workflowkit.format.compile_error import CompileError
from workflowkit.runtime.virtual_steps import virtual_ids
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import did_you_mean


def check_links(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Report every link that leads nowhere, in the engine's order: contracts, assessments, consequences, then loops."""
    levels = assessment_levels(workflow)
    errors: list[CompileError] = []
    for step in steps:
        errors.extend(_check_contract(step, context))
    for step in steps:
        errors.extend(_check_assessment_refs(step, levels))
    for step in steps:
        errors.extend(_check_consequences(step, levels, context))
        errors.extend(_check_repeated_consequences(step, context))
    known = {step.id: step for step in steps}
    for step in steps:
        if step.is_loop:
            errors.extend(_check_loop(step, known, levels, context))
    if context.adds_virtual_steps:
        errors.extend(_check_virtual_ids(steps))
    return steps, errors


def _check_virtual_ids(steps: Steps) -> Iterator[CompileError]:
    """Report each virtual step whose id another step has."""
    known = {step.id: step for step in every_step(steps)}
    for step in every_step(steps):
        for key, virtual in virtual_ids(step.value).items():
            if virtual in known:
                yield CompileError(
                    _inside(step, key),
                    f"{key} of {step.name} becomes step '{virtual}', an id that is already taken",
                    help="rename the other step",
                    related=(Related(_inside(known[virtual], "id"), "used here"),),
                    on_key=not step.origin.routine,
                    rule="duplicate-step-id",
                    kind="VIRTUAL_STEP_ID_COLLISION",
                    detail=_STATE,
                )


def assessment_levels(workflow: dict[str, Json]) -> dict[str, list[str]]:
    """Return assessment ids with the levels of all their dimensions, in order."""
    levels: dict[str, list[str]] = {}
    for entry in as_items(workflow.get("assessments")):
        assessment = as_fields(entry)
        if isinstance(assessment.get("id"), str):
            levels.setdefault(assessment["id"], []).extend(
                level
                for dimension in as_items(assessment.get("dimensions"))
                for level in as_items(as_fields(dimension).get("levels"))
                if isinstance(level, str)
            )
    return levels


def _check_loop(
    loop: CompiledStep,
    known: dict[str, CompiledStep],
    levels: dict[str, list[str]],
    context: CompileContext,
) -> Iterator[CompileError]:
    if loop.body is None:
        if _is_refused(loop, loop.value.get("body")):
            return
        body_id = as_text(loop.value.get("body"))
        target = known.get(body_id)
        if target is None:
            yield unknown_loop_body(loop, body_id, known)
            return
        if target.is_loop:
            yield nested_loop(loop, (*loop.origin.route, "body"), body_id)
            return
        body: Steps = (target,)
    else:
        nested = [step for step in loop.body if step.is_loop]
        if nested:
            yield nested_loop(loop, nested[0].origin.route, nested[0].id)
            return
        yield from _check_body_ids(loop, known)
        known.update((step.id, step) for step in loop.body)
        body = loop.body
    for step in body:
        yield from _check_contract(step, context)
        yield from _check_assessment_refs(step, levels)
        if "assessmentConsequences" in step.value and not as_items(
            step.value.get("assessmentRefs")
        ):
            yield consequence_without_ref(step)


def _check_body_ids(loop: CompiledStep, known: dict[str, CompiledStep]) -> Iterator[CompileError]:
    """Report the ids of *loop*'s body that another loop has, when a routine injected one of the two: injection gives them no prefix."""
    for step in loop.body or ():
        first = known.get(step.id)
        if first is None or not (loop.origin.routine or first.origin.routine):
            continue
        yield CompileError(
            _inside(step, "id"),
            f"step id '{step.id}' in the body of loop '{loop.id}' is already taken",
            help="call a routine that has a loop once only",
            related=(Related(_inside(first, "id"), "first used here"),),
            rule="duplicate-step-id",
            kind="INLINE_STEP_ID_COLLISION",
            detail=_STATE,
        )


def _check_contract(step: CompiledStep, context: CompileContext) -> Iterator[CompileError]:
    owner: Route = ("synthesis",) if step.is_parallel else ()
    fields = as_fields(step.value.get("synthesis")) if step.is_parallel else step.value
    ref = as_fields(fields.get("outputContract")).get("contractRef")
    if isinstance(ref, str) and ref and ref not in context.contracts:
        route = _inside(step, *owner, "outputContract", "contractRef")
        known = context.dialect.known_in(ref, 0)
        is_own = not step.origin.routine
        yield CompileError(
            route,
            f"no contract is called '{ref}'{f'; {known.words} know it' if known else ''}",
            help=f"use --engine {known.engine}, or another contract"
            if known
            else did_you_mean(ref, context.contracts),
            fix=write_closest(ref, route, context.contracts) if is_own and not known else None,
            rule="unknown-contract",
            is_unknown=True,
            kind="UNKNOWN_CONTRACT_REF",
            detail=_STATE,
        )


def _check_assessment_refs(
    step: CompiledStep, levels: dict[str, list[str]]
) -> Iterator[CompileError]:
    for index, ref in enumerate(as_items(step.value.get("assessmentRefs"))):
        if isinstance(ref, str) and ref not in levels:
            yield unknown_assessment_ref(step, index, ref, levels)


def _check_consequences(
    step: CompiledStep, levels: dict[str, list[str]], context: CompileContext
) -> Iterator[CompileError]:
    if "assessmentConsequences" not in step.value:
        return
    consequences = as_items(step.value["assessmentConsequences"])
    refs = [as_text(ref) for ref in as_items(step.value.get("assessmentRefs"))]
    if not refs:
        yield consequence_without_ref(step)
        return
    limit = context.dialect.max_consequences
    if len(consequences) > limit:
        yield CompileError(
            _inside(step, "assessmentConsequences"),
            f"{step.name} has {len(consequences)} consequences; the engine takes {limit}",
            help="keep one and move its guidance together",
            rule="excessive-consequences",
            kind="TOO_MANY_CONSEQUENCES",
            detail=_STATE,
        )
    for index, entry in enumerate(consequences):
        when = as_fields(as_fields(entry).get("when"))
        level, chosen = when.get("anyEqualsLevel"), when.get("forAssessment")
        if isinstance(chosen, str) and chosen not in refs:
            yield assessment_not_on_step(step, index, chosen, refs)
            continue
        counted = [chosen] if isinstance(chosen, str) else refs
        declared = [level for ref in counted for level in levels.get(ref, [])]
        if level not in declared and not _is_refused(step, level):
            yield unreachable_trigger_level(step, index, as_text(level), declared)
        effect = as_fields(as_fields(entry).get("effect")).get("kind")
        if effect != "require_followup" and not _is_refused(step, effect):
            yield CompileError(
                _inside(step, "assessmentConsequences", index, "effect", "kind"),
                f"effect '{as_text(effect)}' is unknown; the engine knows 'require_followup'",
                help="write 'require_followup'",
                rule="unknown-consequence-effect",
                is_unknown=True,
                kind="CONSEQUENCE_EFFECT_UNSUPPORTED",
                detail=_STATE,
            )


def _check_repeated_consequences(
    step: CompiledStep, context: CompileContext
) -> Iterator[CompileError]:
    """Report each consequence for the level and the assessment of an earlier one."""
    first_seen: dict[tuple[str, str | None], int] = {}
    for index, entry in enumerate(as_items(step.value.get("assessmentConsequences"))):
        when = as_fields(as_fields(entry).get("when"))
        level, chosen = when.get("anyEqualsLevel"), when.get("forAssessment")
        if not isinstance(level, str) or not context.checks_duplicate_consequences:
            continue
        first = first_seen.setdefault((level, chosen if isinstance(chosen, str) else None), index)
        if first != index:
            what = f" of assessment '{chosen}'" if isinstance(chosen, str) else ""
            yield CompileError(
                _inside(step, "assessmentConsequences", index, "when"),
                f"{step.name} has two consequences for level '{level}'{what}",
                help="keep one and move its guidance together",
                related=(
                    Related(
                        _inside(step, "assessmentConsequences", first, "when"), "first given here"
                    ),
                ),
                rule="excessive-consequences",
                kind="DUPLICATE_CONSEQUENCE",
                detail=_STATE,
            )


def _is_refused(step: CompiledStep, value: Json) -> bool:
    """Return whether the shape check reports *value* of *step* because it is no text."""
    return step.origin.is_checked and not isinstance(value, str)


_STATE = {"errorTag": "InvalidState"}


def unknown_assessment_ref(
    step: CompiledStep, index: int, ref: str, levels: dict[str, list[str]]
) -> CompileError:
    """Return the error of a step that names an undeclared assessment."""
    return CompileError(
        _inside(step, "assessmentRefs", index),
        f"assessment '{ref}' is not declared",
        help=did_you_mean(ref, levels) if levels else f"declare '{ref}' in 'assessments'",
        rule="unknown-assessment-ref",
        kind="UNKNOWN_ASSESSMENT_REF",
        detail=_STATE,
    )


def assessment_not_on_step(
    step: CompiledStep, index: int, chosen: str, refs: list[str]
) -> CompileError:
    """Return the error of a consequence for an assessment that its step does not name."""
    return CompileError(
        _inside(step, "assessmentConsequences", index, "when", "forAssessment"),
        f"assessment '{chosen}' is not among the 'assessmentRefs' of {step.name}",
        help=did_you_mean(chosen, dict.fromkeys(refs)),
        rule="unknown-assessment-ref",
        kind="CONSEQUENCE_ASSESSMENT_UNDECLARED",
        detail=_STATE,
    )


def consequence_without_ref(step: CompiledStep) -> CompileError:
    """Return the error of a step with consequences and no assessment to trigger them."""
    return CompileError(
        _inside(step, "assessmentConsequences"),
        f"{step.name} has consequences but no 'assessmentRefs'",
        help="name the assessment in 'assessmentRefs'",
        on_key=True,
        rule="missing-consequence-assessment",
        kind="CONSEQUENCES_WITHOUT_REFS",
        detail=_STATE,
    )


def unreachable_trigger_level(
    step: CompiledStep, index: int, level: str, declared: list[str]
) -> CompileError:
    """Return the error of a consequence for a level that no dimension has."""
    return CompileError(
        _inside(step, "assessmentConsequences", index, "when", "anyEqualsLevel"),
        f"level '{level}' belongs to no dimension of the assessments that {step.name} names",
        help=did_you_mean(level, dict.fromkeys(declared)),
        rule="unreachable-trigger-level",
        kind="CONSEQUENCE_LEVEL_UNDECLARED",
        detail=_STATE,
    )


def unknown_loop_body(
    loop: CompiledStep, body_id: str, known: dict[str, CompiledStep]
) -> CompileError:
    """Return the error of a loop whose body names an unknown step."""
    called = next(
        (step for step in known.values() if step.origin.route and _calls(step, body_id)), None
    )
    return CompileError(
        (*loop.origin.route, "body"),
        f"the body of loop '{loop.id}' names step '{body_id}', which does not exist"
        + (" once its template call is expanded" if called else ""),
        help="write the steps inline in 'body'" if called else did_you_mean(body_id, known),
        rule="unknown-loop-body",
        kind="LOOP_BODY_STEP_MISSING",
        detail=_loop_detail(loop),
    )


def nested_loop(loop: CompiledStep, route: Route, inner_id: str) -> CompileError:
    """Return the error of a loop inside the body of another."""
    return CompileError(
        route,
        f"the body of loop '{loop.id}' holds loop '{inner_id}'; loops do not nest",
        help="flatten the two loops, or put the inner one after this one",
        rule="nested-loop",
        kind="NESTED_LOOP",
        detail=_loop_detail(loop),
    )


def _calls(step: CompiledStep, body_id: str) -> bool:
    return bool(step.origin.routine) and step.id.startswith(f"{body_id}.")


def _loop_detail(loop: CompiledStep) -> dict[str, str]:
    return {"errorTag": "InvalidLoop", "loopId": loop.id}


def _inside(step: CompiledStep, *rest: str | int) -> Route:
    """Return *rest* as a route inside the step, or the call that injected the step."""
    if step.origin.routine:
        return (*step.origin.route, "templateCall", "templateId")
    return (*step.origin.route, *rest)
