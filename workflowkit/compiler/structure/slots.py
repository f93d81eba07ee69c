"""Extension points and the binding tokens that use them (docs/engine/structure-checks.md#extension-points-and-binding-tokens)."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.nodes import Node, Steps, every_step
from workflowkit.compiler.passes.bind_slots import BINDING_TOKEN, map_strings
from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.duplicates import duplicates
from workflowkit.diagnostics import Finding
from workflowkit.model.suggest import did_you_mean
from workflowkit.source.routes import Json, Route
from workflowkit.source.values import as_fields, as_items

_TOKEN_START = "{{wr.bindings."


def check_slots(workflow: dict[str, Json], steps: Steps) -> Iterator[Problem]:
    """Slots declared twice, and tokens that name no declared slot."""
    points = as_items(workflow.get("extensionPoints"))
    slots = [as_fields(point).get("slotId") for point in points]
    yield from duplicates(
        slots,
        lambda index: ("extensionPoints", index, "slotId"),
        rule="duplicate-slot",
        kind="extension-point-slot-id-duplicate",
        noun="slot",
    )
    declared = [slot for slot in slots if isinstance(slot, str)]
    for step in every_step(steps):
        yield from _undeclared(step, declared) if points else _without_points(step)


def _undeclared(step: Node, declared: list[str]) -> Iterator[Problem]:
    for route, value in _strings(step):
        for match in BINDING_TOKEN.finditer(value):
            if match.group(1) not in declared:
                finding = Finding(
                    (*step.origin.route, *route),
                    f"slot '{match.group(1)}' is not declared",
                    help=did_you_mean(match.group(1), declared),
                    window=match.span(),
                )
                yield Problem("undeclared-slot", "binding-slot-undeclared", finding)


def _without_points(step: Node) -> Iterator[Problem]:
    for route, value in _strings(step):
        start = value.find(_TOKEN_START)
        if start >= 0:
            token = BINDING_TOKEN.match(value, start)
            name = f"slot '{token.group(1)}' is used" if token else "a binding token is used"
            finding = Finding(
                (*step.origin.route, *route),
                f"{name}, but the workflow declares no slot",
                help="declare the slot in 'extensionPoints'",
                window=token.span() if token else (start, start + len(_TOKEN_START)),
            )
            yield Problem("undeclared-slot", "binding-without-extension-points", finding)
            return


def _strings(step: Node) -> list[tuple[Route, str]]:
    """The strings that may hold tokens, in the engine's order: prompt, goal, lists, outputs."""
    found: list[tuple[Route, str]] = []

    def note(route: Route, value: str) -> str:
        found.append((route, value))
        return value

    map_strings(step, note)
    return found
