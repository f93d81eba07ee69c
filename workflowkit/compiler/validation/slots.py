"""Extension points and the binding tokens that use them (docs/engine/structure-checks.md#extension-points-and-binding-tokens)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.passes.bind_slots import BINDING_TOKEN, map_strings
from workflowkit.compiler.steps import CompiledStep, Steps, every_step
from workflowkit.compiler.validation.duplicates import distinct, duplicates, entries
from workflowkit.format.compile_error import CompileError
from workflowkit.text.routes import Json, Route
from workflowkit.text.suggest import did_you_mean

_TOKEN_START = "{{wr.bindings."


def check_slots(workflow: dict[str, Json], steps: Steps) -> Iterator[CompileError]:
    """Yield an error for each slot declared twice, and for each token that names no declared slot."""
    listed = entries(workflow.get("extensionPoints"), ("extensionPoints",))
    points = distinct(listed, "slotId")
    yield from duplicates(
        points,
        "slotId",
        rule="duplicate-slot",
        kind="extension-point-slot-id-duplicate",
        noun="slot",
    )
    slots = [point.get("slotId") for _, point in points]
    declared = [slot for slot in slots if isinstance(slot, str)]
    for step in every_step(steps):
        yield from _undeclared(step, declared) if points else _without_points(step)


def _undeclared(step: CompiledStep, declared: list[str]) -> Iterator[CompileError]:
    for route, value in _strings(step):
        for match in BINDING_TOKEN.finditer(value):
            if match.group(1) not in declared:
                yield CompileError(
                    (*step.origin.route, *route),
                    f"slot '{match.group(1)}' is not declared",
                    help=did_you_mean(match.group(1), declared),
                    window=match.span(),
                    rule="unknown-slot",
                    kind="binding-slot-undeclared",
                )


def _without_points(step: CompiledStep) -> Iterator[CompileError]:
    for route, value in _strings(step):
        start = value.find(_TOKEN_START)
        if start >= 0:
            token = BINDING_TOKEN.match(value, start)
            name = f"slot '{token.group(1)}' is used" if token else "a binding token is used"
            yield CompileError(
                (*step.origin.route, *route),
                f"{name}, but the workflow declares no slot",
                help="declare the slot in 'extensionPoints'",
                window=token.span() if token else (start, start + len(_TOKEN_START)),
                rule="unknown-slot",
                kind="binding-without-extension-points",
            )
            return


def _strings(step: CompiledStep) -> list[tuple[Route, str]]:
    """Return the strings that may contain tokens, in the engine's order: prompt, goal, lists, outputs."""
    found: list[tuple[Route, str]] = []

    def note(route: Route, value: str) -> str:
        found.append((route, value))
        return value

    map_strings(step, note)
    return found
