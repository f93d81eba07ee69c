"""Whether a loop begins a pass (docs/engine/interpreter.md#entry-tests)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence

from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.contracts import loop_decision
from workflowkit.runtime.executable import (
    ArtifactDecision,
    ContextDecision,
    ExecutableLoop,
    Failure,
    FailureKind,
)
from workflowkit.runtime.javascript import is_number, to_string
from workflowkit.runtime.tokens import item_name, loop_variables, token_paths
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class LoopEntry:
    """The answer of an entry test."""

    enters: bool
    n_conditions: int = 0
    """How many evaluated conditions the engine notes for it."""


def test_entry(
    loop: ExecutableLoop, iteration: int, context: Mapping[str, Json], artifacts: Sequence[Json]
) -> LoopEntry | Failure:
    """Return whether *loop* begins the pass *iteration*, counted from 0.

    Counts, lists and conditions are read from *context* each time; *artifacts* are in the order of submission.
    """
    config = loop.config
    match config.get("type"):
        case "for":
            count = config.get("count")
            if isinstance(count, str):
                count = context.get(count)
                if not is_number(count):
                    return _missing(loop, config.get("count"), "a number")
            if not is_number(count):
                return _invalid(loop, "has no count")
            return LoopEntry(iteration < count)
        case "forEach":
            items = context.get(to_string(config.get("items")))
            if not isinstance(items, list):
                return _missing(loop, config.get("items"), "a list")
            return LoopEntry(iteration < len(items))
        case "while" | "until" as kind:
            return _test_source(loop, kind, iteration, context, artifacts)
    return _invalid(loop, "is of no known type")


def check_items(loop: ExecutableLoop, context: Mapping[str, Json]) -> Failure | None:
    """Return the failure of a forEach whose body reads fields of its items while the first one has none; None when there is none."""
    items = context.get(to_string(loop.config.get("items")))
    if loop.config.get("type") != "forEach" or not isinstance(items, list) or not items:
        return None
    # Only inline bodies have the variables of their loop.
    if not isinstance(items[0], str | int | float) or not loop.is_inline:
        return None
    name = item_name(loop)
    fields = [
        path
        for step in loop.body
        for path in token_paths(step.definition)
        if path.startswith(f"{name}.")
    ]
    return (
        _missing(loop, loop.config.get("items"), f"entries with fields for '{fields[0]}'")
        if fields
        else None
    )


def bound(loop: ExecutableLoop) -> int | Failure:
    """Return the number of passes at which *loop* ends quietly."""
    most = loop.config.get("maxIterations")
    if not loop.body:
        return _invalid(loop, "has an empty body")
    if not is_number(most) or most < 0 or most != most // 1:
        return _invalid(loop, "has no whole number of maximal passes")
    return int(most)


def _test_source(
    loop: ExecutableLoop,
    kind: str,
    iteration: int,
    context: Mapping[str, Json],
    artifacts: Sequence[Json],
) -> LoopEntry | Failure:
    match loop.source:
        case ArtifactDecision():
            # A decision is not inverted for `until`; without one the loop goes on.
            return LoopEntry(loop_decision(artifacts) != "stop", 2)
        case ContextDecision(condition):
            variables = loop_variables(loop, iteration, context)
            holds = evaluate(condition, ChainMap(variables, context))  # type: ignore[arg-type]
            return LoopEntry(holds is (kind == "while"), 1)
        case None:
            return _invalid(loop, "has nothing to test")


def _missing(loop: ExecutableLoop, variable: Json, needed: str) -> Failure:
    name = to_string(variable)
    message = f"the loop '{loop.id}' needs {needed} in the context variable '{name}'"
    return Failure(FailureKind.MISSING_CONTEXT, message)


def _invalid(loop: ExecutableLoop, fact: str) -> Failure:
    return Failure(FailureKind.INVALID_LOOP, f"the loop '{loop.id}' {fact}")
