"""Gates: whether a person or a coordinator is asked about a step (docs/engine/interpreter.md#confirmation-gates)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.runtime.behavior import Behavior
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.javascript import is_truthy
from workflowkit.text.routes import Json


class GateKind(StrEnum):
    """Who decides, by the engine's names."""

    COORDINATOR = "coordinator_eval"
    HUMAN = "human_approval"
    CONFIRMATION = "confirmation"
    """The gate without a kind, in which the person at the session is asked."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of a step."""

    kind: GateKind
    condition: Json = None
    """What must hold for the gate to ask; None when it always asks."""

    @property
    def is_for_person(self) -> bool:
        """True when a person decides."""
        return self.kind is not GateKind.COORDINATOR

    def always_asks(self, behavior: Behavior) -> bool:
        """Return whether the gate asks in every context."""
        return self.condition is None or not behavior.has_conditional_gates

    def asks(self, context: Mapping[str, Json], behavior: Behavior) -> bool:
        """Return whether the gate asks, given the *context* at the moment of the decision."""
        return self.always_asks(behavior) or evaluate(self.condition, context)


def gate_of(definition: Mapping[str, Json]) -> Gate | None:
    """Return the gate of a step; None when it has none."""
    written = definition.get("requireConfirmation")
    if not is_truthy(written):
        return None
    if not isinstance(written, dict):
        return Gate(GateKind.CONFIRMATION)
    kind = written.get("kind")
    if isinstance(kind, str) and kind in (GateKind.COORDINATOR, GateKind.HUMAN):
        return Gate(GateKind(kind), written.get("condition"))
    return Gate(GateKind.CONFIRMATION, written)
