"""What an event is: the kinds that exist and the envelope around them (docs/engine/sessions.md#event-envelope)."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.text.routes import Json

SCOPE_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "session_created": (),
    "run_started": ("runId",),
    "node_created": ("runId", "nodeId"),
    "edge_created": ("runId",),
    "advance_recorded": ("runId", "nodeId"),
    "validation_performed": ("runId", "nodeId"),
    "node_output_appended": ("runId", "nodeId"),
    "assessment_recorded": ("runId", "nodeId"),
    "assessment_consequence_applied": ("runId", "nodeId"),
    "preferences_changed": ("runId", "nodeId"),
    "capability_observed": ("runId", "nodeId"),
    "gap_recorded": ("runId", "nodeId"),
    "context_set": ("runId",),
    "divergence_recorded": ("runId", "nodeId"),
    "decision_trace_appended": ("runId", "nodeId"),
    "observation_recorded": (),
    "run_completed": ("runId",),
}
"""Every kind of event, with the ids that its scope must have."""


def fault(event: Json) -> str | None:
    """Return why the engine would reject *event* by its envelope, as a fact; None when it would not.

    The payload is not checked.
    """
    if not isinstance(event, dict):
        return "the line is JSON but not an object"
    kind = event.get("kind")
    if not isinstance(kind, str):
        return "the event has no kind"
    needed = SCOPE_BY_KIND.get(kind)
    if needed is None:
        return f"'{kind[:60]}' is not a kind of event"
    if not isinstance(event.get("sessionId"), str):
        return f"the {kind} event names no session"
    if type(event.get("eventIndex")) is not int:
        return f"the {kind} event has no index"
    if not isinstance(event.get("data"), dict):
        return f"the {kind} event has no data object"
    if needed:
        scope = event.get("scope")
        for name in needed:
            if not isinstance(scope, dict) or not isinstance(scope.get(name), str):
                return f"the scope of the {kind} event has no '{name}'"
    return None
