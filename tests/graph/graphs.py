"""Graphs of small and of bundled workflows, for the tests of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tests.analysis.small_workflows import analysis
from workflowkit.analysis.analysis import Analysis
from workflowkit.graph.build import build_graph
from workflowkit.graph.model import WorkflowGraph
from workflowkit.run.project import Project

ROOT = Path(__file__).parents[2]
BUNDLED = sorted([*(ROOT / "workflows").glob("*.json"), *(ROOT / "routines").glob("*.json")])


def analysis_of(steps: list[dict[str, Any]], **fields: Any) -> Analysis:
    """Return the analysis of a workflow with these *steps*; a step without a title gets its id."""
    for step in [*steps, *(inner for outer in steps for inner in _body(outer))]:
        step.setdefault("title", step["id"].capitalize())
        if step.get("type") is None and "templateCall" not in step:
            step.setdefault("prompt", "Do it.")
    return analysis(steps, **fields)


def _body(step: dict[str, Any]) -> list[dict[str, Any]]:
    body = step.get("body")
    return body if isinstance(body, list) else []


def graph_of(steps: list[dict[str, Any]], *, fold: bool = True, **fields: Any) -> WorkflowGraph:
    """Return the graph of a workflow with these *steps*."""
    return build_graph(analysis_of(steps, **fields), fold=fold)


@cache
def bundled_graph(path: Path, *, fold: bool) -> WorkflowGraph:
    """Return the graph of the bundled file at *path*."""
    project = Project.load_workflows([str(path)])
    return build_graph(project.analysis(project.documents[0].path), fold=fold)


def edges(graph: WorkflowGraph) -> set[str]:
    """Return the edges as texts such as `yes: a? -> a`."""
    return {f"{edge.kind}: {edge.source} -> {edge.target}" for edge in graph.edges}


WHEN_FULL = {"var": "mode", "equals": "full"}
REVIEW = {
    "templateId": "wr.templates.routine.design-review",
    "args": {"deliverableName": "review.md", "designSource": "the design"},
}
WILD = "A <b> & \"c\" 'd' \\ ` {{e}} | [f] (g) #h; %% --> \u202e\x01 漢字 \ud800"
"""A title that tries to break out of every format."""


def late_steps() -> WorkflowGraph:
    """Return a graph with several steps that can run late, one after another and nested."""
    keys = ("a", "b", "c")
    checks = [
        {"id": f"check-{key}", "prompt": f"Check. Capture: `bad{key}` (true or false)."}
        for key in keys
    ]
    repairs = [
        {"id": f"repair-{key}", "runCondition": {"var": f"bad{key}", "equals": True}}
        for key in keys
    ]
    return graph_of([{"id": "first"}, *repairs, *checks, {"id": "last"}])


def everything() -> WorkflowGraph:
    """Return a graph with every kind of node and edge, with long and wild texts."""
    long = (
        "A title that is so long that it needs more than the three lines that a card has room for"
    )
    return graph_of(
        [
            {"id": "first", "title": WILD, "prompt": "Begin. Capture: `mode`."},
            {"id": "repair", "title": long, "runCondition": {"var": "broken", "equals": True}},
            {
                "id": "check",
                "prompt": "Check. Capture: `broken` (true or false).",
                "requireConfirmation": True,
                "assessmentRefs": ["quality"],
                "assessmentConsequences": [
                    {
                        "when": {"anyEqualsLevel": "low"},
                        "effect": {"kind": "require_followup", "guidance": "Repeat it."},
                    }
                ],
            },
            {
                "id": "each",
                "type": "loop",
                "runCondition": WHEN_FULL,
                "loop": {"type": "forEach", "items": "things", "maxIterations": 5},
                "body": [
                    {"id": "one", "title": long},
                    {"id": "two", "runCondition": {"and": [WHEN_FULL] * 9}},
                ],
            },
            {
                "id": "ask",
                "type": "parallel",
                "runCondition": WHEN_FULL,
                "parallelDelegations": [
                    {"workflowId": name, "contextMapping": {}} for name in ("wr.a", "wr.b", "wr.c")
                ],
                "synthesis": {"outputContract": {"contractRef": "wr.contracts.review_verdict"}},
            },
            {
                "id": "call",
                "templateCall": REVIEW,
            },
            {"id": "last", "audit": {"prompt": "Audit it."}},
        ],
        fold=False,
        name=WILD,
        assessments=[
            {
                "id": "quality",
                "purpose": "How good it is.",
                "dimensions": [{"id": "d", "purpose": "It.", "levels": ["low", "high"]}],
            }
        ],
    )
