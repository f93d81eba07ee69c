"""Workflows for tests of what the agent reads and of whole runs."""

from __future__ import annotations

from typing import Any

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.config.settings import Config
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.run import loading
from workflowkit.run.loading import Options


def workflow(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a workflow of *steps*; title and prompt are filled in."""
    return {
        "id": "acme.flow",
        "name": "Flow",
        "description": "For tests.",
        "version": "1.0.0",
        "steps": [step(value) for value in steps],
        **fields,
    }


def step(value: dict[str, Any]) -> dict[str, Any]:
    """Return a step with what every step needs."""
    filled = {"title": value["id"], **value}
    if value.get("type") == "loop":
        body = value["body"]
        filled["body"] = body if isinstance(body, str) else [step(inner) for inner in body]
    elif not value.keys() & {"promptBlocks", "templateCall"}:
        filled.setdefault("prompt", f"Do {value['id']}.")
    return filled


def pinned(
    value: dict[str, Any], context: CompileContext | None = None, engine: str | None = None
) -> PinnedWorkflow:
    """Return *value* as the engine runs it, with the bundled pack."""
    loaded = loading.load_context(Options(engine=engine), Config())
    context = context or loaded.compile
    compilation = compile_workflow(value, context)
    assert compilation.is_valid, [error.message for error in compilation.errors]
    found = pin_workflow(compilation, context, loaded.spec)
    assert found is not None
    return found
