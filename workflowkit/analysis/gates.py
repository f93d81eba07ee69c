"""Gates: those whose condition tests a key that their own step records (docs/engine/interpreter.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.records import dataclass
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True)
class OwnRead:
    """A test in a gate for a key that the step of the gate is the first to record."""

    read: Read
    capture: Capture


def own_reads(context: Context) -> Mapping[Route, tuple[OwnRead, ...]]:
    """Return the own reads of each gate, by the route of its step."""
    found: dict[Route, list[OwnRead]] = {}
    for own in _own_reads(context):
        found.setdefault(own.read.step.route, []).append(own)
    return {route: tuple(reads) for route, reads in found.items()}


def _own_reads(context: Context) -> Iterator[OwnRead]:
    for read in context.condition_reads:
        if read.use != "gate":
            continue
        captures = context.captures_of_key(read.key)
        own = [capture for capture in captures if capture.step == read.step]
        is_set_before = any(
            context.position(capture.step) < context.position(read.step) for capture in captures
        )
        if own and not is_set_before:
            yield OwnRead(read, own[0])
