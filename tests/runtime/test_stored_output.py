"""Output that cannot be read back (docs/engine/sessions.md#traps)."""

from __future__ import annotations

from typing import Any

import pytest

from workflowkit.runtime.assessments import Recorded
from workflowkit.runtime.stored_output import unreadable_output

RECORDED = (Recorded("proof", {"unproven": "none"}, ()),)


@pytest.mark.parametrize(
    ("notes", "is_readable"),
    [
        (None, True),
        ("a" * 5000, True),
        # 4,096 bytes are stored whole, whatever is at the place of the cut.
        ("a" * 4082 + "é" * 7, True),
        # The 4,083rd byte is the first of two: the cut is within a character.
        ("a" * 4082 + "é" * 8, False),
        # It is the second of two: the cut is behind a whole character.
        ("a" * 4081 + "é" * 9, True),
        # It is the second of four: only a cut directly behind the first byte is stored too long.
        ("a" * 4081 + "😀" * 9, True),
    ],
)
def test_long_notes(notes: str | None, is_readable: bool) -> None:
    assert (unreadable_output(notes, (), ()) is None) is is_readable


@pytest.mark.parametrize(
    ("artifact", "is_readable"),
    [
        ({"kind": "wr.assessment", "assessmentId": "proof", "summary": "Proved."}, True),
        ({"kind": "wr.assessment", "assessmentId": "proof", "summary": ""}, False),
        ({"kind": "wr.assessment", "summary": ""}, False),
        ({"kind": "wr.assessment", "assessmentId": "other", "summary": ""}, True),
        ({"kind": "wr.review_verdict", "summary": ""}, True),
        ("wr.assessment", True),
    ],
)
def test_summaries_of_recorded_assessments(artifact: Any, is_readable: bool) -> None:
    assert (unreadable_output("Done.", (artifact,), RECORDED) is None) is is_readable
    assert unreadable_output("Done.", (artifact,), ()) is None
