"""Bindings: the values that replace the defaults of slots (docs/engine/compiler.md#bindings-file)."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.text.routes import Json


def overrides_for(workflow_id: str, content: Json) -> Mapping[str, str]:
    """Return the overrides that a parsed bindings file gives the workflow with *workflow_id*.

    A section named like the workflow counts, and nothing else then; without one, a file whose values are all strings applies to every workflow.
    Anything else, None included, gives none. An empty workflow id reads no file.
    """
    if not workflow_id or not isinstance(content, dict):
        return {}
    if workflow_id in content:
        section = content[workflow_id]
        if not isinstance(section, dict):
            return {}
        return {slot: value for slot, value in section.items() if isinstance(value, str)}
    if content and all(isinstance(value, str) for value in content.values()):
        return content
    return {}
