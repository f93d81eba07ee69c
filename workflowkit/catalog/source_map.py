"""The source map: for every compiled step, the file and route where its author wrote it."""

from __future__ import annotations

from workflowkit.analysis.subject import Analysis
from workflowkit.compiler.nodes import Node
from workflowkit.source.routes import Json, Route, format_route

FORMAT_VERSION = 1


def source_map(analysis: Analysis, source: str) -> Json:
    """The map of one compiled workflow: route in the snapshot's definition to its origin in the file called *source*."""
    steps: list[Json] = []
    for index, node in enumerate(analysis.compilation.steps):
        steps.append(_entry(analysis, ("steps", index), node))
        for position, inner in enumerate(node.body or ()):
            steps.append(_entry(analysis, ("steps", index, "body", position), inner))
    return {
        "formatVersion": FORMAT_VERSION,
        "workflowId": analysis.workflow.id,
        "workflowHash": analysis.compilation.hash,
        "source": source,
        "steps": steps,
    }


def _entry(analysis: Analysis, route: Route, node: Node) -> Json:
    entry: dict[str, Json] = {
        "id": node.id,
        "route": format_route(route),
        "source": format_route(node.origin.route),
    }
    if node.origin.routine:
        routine = analysis.environment.routines.by_id[node.origin.routine]
        entry["routine"] = {
            "id": routine.id,
            "file": routine.path.rpartition("/")[2],
            "route": format_route(node.origin.routine_route),
        }
    return entry
