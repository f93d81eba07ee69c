"""Function calls against the definitions that are visible to them (docs/engine/structure-checks.md#function-calls)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from workflowkit.compiler.steps import CompiledStep
from workflowkit.format.compile_error import CompileError
from workflowkit.text.json_values import as_fields, as_items, as_text, is_truthy
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import did_you_mean

Definitions = Mapping[str, dict[str, Json]]


def visible_definitions(*scopes: Json) -> Definitions:
    """Return definitions by name; a later scope (workflow, loop, step) replaces an earlier one's."""
    return {
        as_text(definition.get("name")): definition
        for scope in scopes
        for definition in map(as_fields, as_items(scope))
    }


def check_function_calls(step: CompiledStep, definitions: Definitions) -> Iterator[CompileError]:
    """Yield an error for each call of an unknown function, missing parameter, and argument of the wrong type or value."""
    for index, entry in enumerate(as_items(step.value.get("functionCalls"))):
        call = as_fields(entry)
        name = call.get("name")
        if not isinstance(name, str):
            continue
        route: Route = (*step.origin.route, "functionCalls", index)
        if name not in definitions:
            yield CompileError(
                (*route, "name"),
                f"no function is called '{name}'",
                help=did_you_mean(name, definitions),
                rule="unknown-function",
                kind="function-call-unknown",
            )
            continue
        parameters = [
            as_fields(parameter) for parameter in as_items(definitions[name].get("parameters"))
        ]
        yield from _check_arguments(name, as_fields(call.get("args")), parameters, (*route, "args"))


def _check_arguments(
    name: str, arguments: dict[str, Json], parameters: list[dict[str, Json]], route: Route
) -> Iterator[CompileError]:
    for parameter in parameters:
        wanted = as_text(parameter.get("name"))
        if is_truthy(parameter.get("required")) and wanted not in arguments:
            yield CompileError(
                route,
                f"function '{name}' needs '{wanted}'",
                help=f"add '{wanted}' to 'args'",
                rule="mismatched-function-arguments",
                kind="function-call-param-missing",
            )
    by_name = {as_text(parameter.get("name")): parameter for parameter in parameters}
    for key, value in arguments.items():
        if key in by_name:
            yield from _check_argument(name, key, value, by_name[key], (*route, key))


def _check_argument(
    name: str, key: str, value: Json, parameter: dict[str, Json], route: Route
) -> Iterator[CompileError]:
    wanted = as_text(parameter.get("type"))
    if wanted and not _has_type(value, wanted):
        yield CompileError(
            route,
            f"argument '{key}' of function '{name}' is no {wanted}",
            help=f"give {'an' if wanted[0] in 'ao' else 'a'} {wanted}",
            rule="mismatched-function-arguments",
            kind="function-call-arg-type",
        )
    allowed = parameter.get("enum")
    if isinstance(allowed, list) and not any(_is_identical(value, member) for member in allowed):
        yield CompileError(
            route,
            f"argument '{key}' of function '{name}' is none of the values it may take",
            help="choose one of " + ", ".join(f"'{member}'" for member in allowed),
            rule="mismatched-function-arguments",
            kind="function-call-arg-enum",
        )


def _has_type(value: Json, wanted: str) -> bool:
    if wanted == "number":
        return (
            isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        )
    kinds: dict[str, type] = {"string": str, "boolean": bool, "array": list, "object": dict}
    return wanted not in kinds or isinstance(value, kinds[wanted])


def _is_identical(value: Json, member: Json) -> bool:
    """Return the result of JavaScript's `===` for JSON values: lists and objects are never identical."""
    if isinstance(value, dict | list) or isinstance(value, bool) != isinstance(member, bool):
        return False
    return bool(value == member)
