"""The pinned snapshot: what the engine stores, hashes and runs (docs/engine/snapshot-and-hash.md#pinned-snapshot)."""

from __future__ import annotations

from collections.abc import Collection

from workflowkit.compiler.bindings import overrides_for
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.bind_slots import slot_values
from workflowkit.compiler.steps import Steps
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json

_HEAD = ("name", "description", "version")


def pin(
    workflow: dict[str, Json], steps: Steps, slots: Collection[str], context: CompileContext
) -> dict[str, Json]:
    """Return the snapshot of *workflow* with its resolved *steps*; *slots* are those that were substituted somewhere."""
    snapshot: dict[str, Json] = {
        "schemaVersion": 1,
        "sourceKind": "v1_pinned",
        "workflowId": workflow["id"],
        **{key: workflow[key] for key in _HEAD},
        "definition": {**workflow, "steps": [step.json() for step in steps]},
    }
    values = slot_values(workflow, context)
    overrides = overrides_for(as_text(workflow.get("id")), context.bindings)
    bound = {slot: values[slot] for slot in slots if slot in values}
    pinned = {slot: value for slot, value in bound.items() if slot in overrides}
    if bound:
        snapshot["resolvedBindings"] = bound
    if pinned:
        snapshot["pinnedOverrides"] = pinned
    return snapshot
