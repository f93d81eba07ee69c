"""Expand routines: authored steps -> steps without template calls (docs/engine/compiler.md#routines).

Before: a step may call a routine instead of having a prompt.
After: no step of the workflow calls a routine; injected steps are prefixed by their caller's id and remember both places they come from; no two steps share an id.
Reports: unknown-template, nested-template-call, misplaced-slot-in-template-call, missing-template-arg, invalid-template-arg-type, invalid-routine-prompt, duplicate-step-id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.routines import Routine, template_meant
from workflowkit.compiler.steps import CompiledStep, Origin, Steps, read_steps
from workflowkit.diagnostics import Edit, Fix, Related
from workflowkit.format.compile_error import CompileError
from workflowkit.text.ecmascript import ecma_number
from workflowkit.text.json_values import as_fields, as_items, as_text, is_truthy
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import closest, listed, meant

PLACEHOLDER = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
"""One pair of single braces; the text between them, untrimmed, is an argument name."""
_INJECTED_TEXTS = ("title", "prompt")
"""Keys of a routine's step whose texts contain places for arguments."""


def expand_routines(
    steps: Steps, workflow: dict[str, Json], context: CompileContext
) -> tuple[Steps, list[CompileError]]:
    """Replace every template call by the steps of its routine."""
    del workflow
    errors: list[CompileError] = []
    expanded: list[CompiledStep] = []
    ids: dict[str, Origin] = {}
    for step in steps:
        if step.body is not None:
            # The engine records the ids of a body before the id of its loop.
            body = tuple(
                node
                for inner in step.body
                for node in _emit(_expand_step(inner, context, errors), ids, errors)
            )
            expanded.extend(_emit((replace(step, body=body),), ids, errors))
        elif step.is_loop:
            expanded.extend(_emit((step,), ids, errors))
        else:
            expanded.extend(_emit(_expand_step(step, context, errors), ids, errors))
    return tuple(expanded), errors


def _emit(steps: Steps, ids: dict[str, Origin], errors: list[CompileError]) -> Steps:
    for step in steps:
        if step.id in ids and step.id:
            errors.append(_duplicate_id(step, ids[step.id]))
        ids.setdefault(step.id, step.origin)
    return steps


def _expand_step(step: CompiledStep, context: CompileContext, errors: list[CompileError]) -> Steps:
    if not is_truthy(step.value.get("templateCall")):
        return (step,)
    call = as_fields(step.value["templateCall"])
    if step.origin.is_checked and not isinstance(call.get("templateId"), str):
        # The shape check reports a call that names no template.
        return (step,)
    template = as_text(call.get("templateId"))
    routine = context.routines.by_template.get(template)
    if routine is None:
        errors.append(_unknown_template(step, template, context))
        return (step,)
    arguments = as_fields(call.get("args"))
    injected: list[CompiledStep] = []
    origin = step.origin
    inner_steps = read_steps(routine.steps, lambda route: Origin(origin.route, routine.id, route))
    for inner in inner_steps:
        failures = list(_check_injectable(step, inner, routine, arguments))
        if failures:
            # The engine stops at the first step that cannot be injected; the rest may repeat the same error.
            errors.extend(failures)
            return (step,)
        injected.append(_inject(step, inner, routine, arguments))
    if len(inner_steps) < len(routine.steps):
        errors.append(_not_a_step(step, routine))
        return (step,)
    return tuple(injected)


def _inject(
    caller: CompiledStep, inner: CompiledStep, routine: Routine, arguments: dict[str, Json]
) -> CompiledStep:
    value = {
        **inner.value,
        "id": f"{caller.id}.{inner.id}",
        "title": _substitute(inner.value["title"], arguments),
        "prompt": _substitute(inner.value["prompt"], arguments),
    }
    rules = routine.definition.get("metaGuidance")
    if isinstance(rules, list) and rules:
        value["guidance"] = [*as_items(inner.value.get("guidance")), *rules]
    condition = caller.value.get("runCondition")
    if is_truthy(condition) and value.get("runCondition") is None:
        value["runCondition"] = condition
    return inner.with_value(value)


def _substitute(template: str, arguments: dict[str, Json]) -> str:
    return PLACEHOLDER.sub(lambda match: argument_text(arguments[match.group(1)]), template)


def argument_text(value: Json) -> str:
    """Return an argument as it is put into a prompt."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ecma_number(value)


def _check_injectable(
    caller: CompiledStep, inner: CompiledStep, routine: Routine, arguments: dict[str, Json]
) -> Iterator[CompileError]:
    """Yield the errors that keep a routine step from being injected: a missing field, then arguments of the prompt, then of the title."""
    for key in ("id", "title", "prompt"):
        if not as_text(inner.value.get(key)):
            yield _not_injectable(caller, inner, routine, key)
            return
    for key in ("prompt", "title"):
        names = PLACEHOLDER.findall(inner.value[key])
        missing = [name for name in names if name not in arguments]
        wrong = [
            name
            for name in names
            if name in arguments and not isinstance(arguments[name], str | bool | int | float)
        ]
        if missing:
            yield _missing_arguments(caller, inner, routine, missing)
        elif wrong:
            yield _wrong_arguments(caller, routine, wrong)
        if missing or wrong:
            return


def _duplicate_id(step: CompiledStep, first: Origin) -> CompileError:
    route = step.origin.route
    by_call = ", injected by this call," if step.origin.routine else ""
    return CompileError(
        (*route, "id"),
        f"step id '{step.id}'{by_call} is already taken",
        help="give this step an id of its own",
        related=(Related((*first.route, "id"), "first used here"),) if first.route != route else (),
        rule="duplicate-step-id",
        kind="DUPLICATE_STEP_ID",
        detail={"errorTag": "InvalidState", "stepId": step.id},
    )


def _call_route(caller: CompiledStep, *rest: str) -> Route:
    return (*caller.origin.route, "templateCall", *rest)


def _unknown_template(caller: CompiledStep, template: str, context: CompileContext) -> CompileError:
    detail = {"causeCode": "UNKNOWN_TEMPLATE", "errorTag": "InvalidState", "stepId": caller.id}
    route = _call_route(caller, "templateId")
    recursive = context.routines.recursive_templates.get(template)
    if recursive is not None:
        return CompileError(
            route,
            f"routine '{recursive.id}' calls a template itself, so it cannot be injected",
            help="write the inner routine's steps into it, or call both from here",
            rule="nested-template-call",
            kind="TEMPLATE_RESOLVE_ERROR",
            detail=detail,
        )
    if "{{wr.bindings." in template:
        return CompileError(
            route,
            f"the template id '{template}' holds a slot, which is bound only after routines are injected",
            help="name the routine itself, or delegate to the slot in a prompt",
            rule="misplaced-slot-in-template-call",
            kind="TEMPLATE_RESOLVE_ERROR",
            detail=detail,
        )
    guess = template_meant(template, context.routines)
    return CompileError(
        route,
        f"no routine answers to template '{template}'",
        help=f"did you mean '{guess}'?" if guess else listed(context.routines.by_template),
        fix=Fix(f"write '{guess}'", (Edit("set", route, guess),)) if guess else None,
        rule="unknown-template",
        kind="TEMPLATE_RESOLVE_ERROR",
        detail=detail,
    )


def _expand_detail(caller: CompiledStep, code: str = "") -> dict[str, str]:
    detail = {
        "causeCode": "TEMPLATE_EXPAND_FAILED",
        "errorTag": "InvalidState",
        "stepId": caller.id,
    }
    return {**detail, "detailCode": code} if code else detail


def _not_injectable(
    caller: CompiledStep, inner: CompiledStep, routine: Routine, key: str
) -> CompileError:
    name = inner.id or f"number {int(inner.origin.routine_route[-1]) + 1}"
    return CompileError(
        _call_route(caller, "templateId"),
        f"step '{name}' of routine '{routine.id}' has no '{key}', so the routine cannot be injected",
        help=f"give that step a raw '{key}'",
        related=_in_routine(routine, inner.origin.routine_route, "the step in the routine"),
        rule="invalid-routine-prompt",
        kind="TEMPLATE_EXPAND_ERROR",
        detail=_expand_detail(caller),
    )


def _not_a_step(caller: CompiledStep, routine: Routine) -> CompileError:
    return CompileError(
        _call_route(caller, "templateId"),
        f"routine '{routine.id}' lists a step that is no object, so it cannot be injected",
        help="write every step of the routine as an object",
        related=_in_routine(routine, ("steps",), "the steps of the routine"),
        rule="invalid-routine-prompt",
        kind="TEMPLATE_EXPAND_ERROR",
        detail=_expand_detail(caller),
    )


def _missing_arguments(
    caller: CompiledStep, inner: CompiledStep, routine: Routine, missing: list[str]
) -> CompileError:
    names = list(dict.fromkeys(missing))
    renamed = meant(_spare_arguments(caller, routine), names)
    written = next(iter(renamed), None)
    help = f"add {_listed(names)} to 'args'"
    if not all(name.isidentifier() for name in names):
        help = "rewrite the routine's prompt without single braces, which are read as arguments"
    elif written is not None:
        help = f"did you mean '{renamed[written]}' by '{written}'?"
    # The call may be meant for the routine of that id in the engine's package.
    is_doubt = routine.is_stand_in and written is None and not caller.origin.routine
    if is_doubt:
        help += ", or pass the routines of the engine with '--routines'"
    return CompileError(
        _call_route(caller) if written is None else _call_route(caller, "args", written),
        f"{'the bundled ' * is_doubt}routine '{routine.id}' needs {_listed(names)}, which this call does not give",
        help=help,
        fix=_rename(caller, renamed) if renamed and not caller.origin.routine else None,
        on_key=written is not None,
        related=_in_routine(
            routine, (*inner.origin.routine_route, "prompt"), "asked for in this step"
        ),
        rule="missing-template-arg",
        is_doubt=is_doubt,
        kind="TEMPLATE_EXPAND_ERROR",
        detail={**_expand_detail(caller, "MISSING_TEMPLATE_ARG"), "argNames": ",".join(missing)},
    )


def _spare_arguments(caller: CompiledStep, routine: Routine) -> list[str]:
    """Return the arguments of the call that *routine* has no place for."""
    texts = [as_text(as_fields(step).get(key)) for step in routine.steps for key in _INJECTED_TEXTS]
    used = {match.group(1) for text in texts for match in PLACEHOLDER.finditer(text)}
    arguments = as_fields(as_fields(caller.value.get("templateCall")).get("args"))
    return [name for name in arguments if name not in used]


def _rename(caller: CompiledStep, renamed: dict[str, str]) -> Fix:
    edits = tuple(
        Edit("rename", _call_route(caller, "args", written), name)
        for written, name in renamed.items()
    )
    names = " and ".join(f"'{written}' to '{name}'" for written, name in renamed.items())
    is_typo = all(closest(written, [name]) for written, name in renamed.items())
    return Fix(f"rename {names}", edits, safe=is_typo)


def _wrong_arguments(caller: CompiledStep, routine: Routine, wrong: list[str]) -> CompileError:
    names = list(dict.fromkeys(wrong))
    return CompileError(
        _call_route(caller, "args", names[0]),
        f"routine '{routine.id}' takes text, numbers and booleans, but {_listed(names)} is none of these",
        help="write the value as one text",
        rule="invalid-template-arg-type",
        kind="TEMPLATE_EXPAND_ERROR",
        detail={**_expand_detail(caller, "INVALID_TEMPLATE_ARG_TYPE"), "argNames": ",".join(wrong)},
    )


def _in_routine(routine: Routine, route: Route, message: str) -> tuple[Related, ...]:
    return (Related(route, message, routine.path),) if routine.path else ()


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
