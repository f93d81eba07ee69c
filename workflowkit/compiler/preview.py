"""Previews: the snapshot that the engine shows before a run, and whether a workflow can start (docs/engine/snapshot-and-hash.md#preview-snapshot)."""

from __future__ import annotations

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import run_passes
from workflowkit.compiler.steps import Steps
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


def startability(workflow: dict[str, Json], resolved: Steps) -> str:
    """Return `ok`, `no_steps`, or `first_step_not_in_executable` when the first authored step is gone after compiling."""
    steps = as_items(workflow.get("steps"))
    if not steps:
        return "no_steps"
    first = as_text(as_fields(steps[0]).get("id"))
    return "ok" if any(step.id == first for step in resolved) else "first_step_not_in_executable"


def preview_snapshot(workflow: dict[str, Json], context: CompileContext) -> dict[str, Json] | None:
    """Return the small snapshot that listings hash; None where the engine fills in sentences of its own: a loop first, or a first step that does not resolve."""
    first = as_fields(as_items(workflow["steps"])[0])
    if first.get("type") == "loop":
        return None
    prompt = first.get("prompt")
    if not prompt:
        stages = run_passes({**workflow, "steps": [first]}, context)
        # Listing resolves the step but does not check its links.
        if any(stage.errors for stage in stages[:-1]):
            return None
        prompt = stages[-1].steps[0].value.get("prompt")
    return {
        "schemaVersion": 1,
        "sourceKind": "v1_preview",
        "workflowId": workflow["id"],
        "name": workflow["name"],
        "description": workflow["description"],
        "version": workflow["version"],
        "preview": {"stepId": first["id"], "title": first["title"], "prompt": prompt},
    }
