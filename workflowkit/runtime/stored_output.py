"""Output that the engine stores and cannot read back (docs/engine/sessions.md#traps)."""

from __future__ import annotations

from collections.abc import Sequence

from workflowkit.runtime.assessments import Recorded
from workflowkit.runtime.executable import Failure, FailureKind
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json

MAX_BYTES = 4096
"""Bytes of notes that are stored whole."""

KEPT_BYTES = 4083
"""Bytes of longer notes that are stored, before a mark of the cut."""


def unreadable_output(
    notes: str | None, artifacts: Sequence[Json], recorded: Sequence[Recorded]
) -> Failure | None:
    """Return the failure with which the engine reads back what was submitted; None when all is readable."""
    stored = (notes or "").encode("utf-8", "surrogatepass")
    # Behind a first byte of several the cut leaves a sign that needs two bytes more than there is room for.
    if len(stored) > MAX_BYTES and stored[KEPT_BYTES - 1] >= 0xC0:
        message = "the notes are cut within a character, after which they are too long"
        return Failure(FailureKind.SESSION_NOT_HEALTHY, message)
    answered = {assessment.id for assessment in recorded}
    for artifact in artifacts if answered else ():
        fields = as_fields(artifact)
        # The id may be omitted where a single assessment is asked for.
        is_answer = fields.get("kind") == "wr.assessment" and (
            fields.get("assessmentId") is None or fields["assessmentId"] in answered
        )
        if is_answer and fields.get("summary") == "":
            return Failure(FailureKind.SESSION_NOT_HEALTHY, "the summary of an assessment is empty")
    return None
