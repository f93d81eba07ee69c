"""The outline of a file: symbols, folding ranges, and selection ranges."""

from __future__ import annotations

from dataclasses import field

from workflowkit.format.reader import Step
from workflowkit.language_server.reading import Offsets, TextReading
from workflowkit.language_server.tolerant import TextNode
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True)
class Symbol:
    """One part of a file."""

    name: str
    detail: str
    kind: str
    """`workflow`, `step`, `loop`, `call`, `assessment`, `slot`, `reference`, or `part` of a file that is no workflow."""
    offsets: Offsets
    name_offsets: Offsets
    children: tuple[Symbol, ...] = field(default=())


def symbols(reading: TextReading) -> list[Symbol]:
    """Return the workflow with its steps, assessments, slots and references."""
    root = reading.tree.root
    workflow = reading.workflow
    if root is None or not workflow.value:
        return []
    children = [*(_step(reading, step) for step in workflow.steps)]
    for key, name, kind in (
        ("assessments", "id", "assessment"),
        ("extensionPoints", "slotId", "slot"),
        ("references", "id", "reference"),
    ):
        for route, entry in workflow.records(key):
            about = as_text(entry.get("purpose"))
            children.append(_symbol(reading, route, as_text(entry.get(name)), about, kind))
    name_place = reading.offsets(("id",)) or (root.start, root.start)
    title = workflow.id or "workflow"
    inside = (min(root.start, name_place[0]), max(root.end, name_place[1]))
    return [Symbol(title, workflow.text("name"), "workflow", inside, name_place, tuple(children))]


def _step(reading: TextReading, step: Step) -> Symbol:
    kind = "loop" if step.is_loop else "call" if step.calls_template else "step"
    body = tuple(_step(reading, inner) for inner in step.body)
    return _symbol(reading, step.route, step.id, step.title, kind, body)


def _symbol(
    reading: TextReading,
    route: Route,
    name: str,
    detail: str,
    kind: str,
    children: tuple[Symbol, ...] = (),
) -> Symbol:
    node = reading.tree.nodes[route]
    place = next((at for key in ("id", "slotId") if (at := reading.offsets((*route, key)))), None)
    offsets = (node.start, node.end)
    return Symbol(name or kind, detail, kind, offsets, place or (node.start, node.start), children)


def selections(reading: TextReading, offset: int) -> list[Offsets]:
    """Return the ranges around *offset*, the innermost first: the inside of a string, the value, the key with it, and so on."""
    node = reading.tree.node_at(offset)
    found: list[Offsets] = []
    here: TextNode | None = node
    while here is not None:
        if here is node and here.kind == "string" and here.start < offset < here.end:
            inner = reading.offsets(here.route)
            found += [inner] if inner else []
        is_at_key = here.key is not None and here.key[0] <= offset <= here.key[1]
        if is_at_key and here.key is not None:
            found.append(here.key)
        elif here.kind != "missing":
            found.append((here.start, here.end))
        if here.key is not None:
            found.append((here.key[0], max(here.key[1], here.end)))
        here = here.parent
    return growing(found)


def growing(ranges: list[Offsets]) -> list[Offsets]:
    """Return *ranges* without those that do not hold the one before."""
    kept: list[Offsets] = []
    for start, end in ranges:
        if not kept or (start <= kept[-1][0] and kept[-1][1] <= end and (start, end) != kept[-1]):
            kept.append((start, end))
    return kept
