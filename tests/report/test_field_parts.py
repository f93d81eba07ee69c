"""The parts of a changed field that are printed."""

from __future__ import annotations

import pytest

from workflowkit.report.field_parts import parts
from workflowkit.text.routes import Json

NOTE = "Keep each note short and say what was left undone."
SLOTS = [{"slotId": "who", "default": "a"}, {"slotId": "how", "default": "b"}]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"type": "while", "maxIterations": 3}, {"type": "while", "maxIterations": 5}, [("f.maxIterations", 3, 5)]),
        (SLOTS, [SLOTS[0] | {"default": "c"}, SLOTS[1]], [("f[who].default", "a", "c")]),
        (SLOTS, SLOTS[:1], [("f[how]", SLOTS[1], None)]),
        (SLOTS, SLOTS[::-1], [("f (order)", ["who", "how"], ["how", "who"])]),
        ([NOTE], [f"{NOTE[:-1]} today.", "Two."], [("f[0]", NOTE, f"{NOTE[:-1]} today."), ("f[1]", None, "Two.")]),
        (["One.", "Two."], ["Two.", "One."], [("f", ["One.", "Two."], ["Two.", "One."])]),
        (None, {"a": 1}, [("f", None, {"a": 1})]),
        (1, True, [("f", 1, True)]),
        ([1], [1], []),
    ],
)  # fmt: skip
def test_only_what_differs_is_a_part(
    before: Json, after: Json, expected: list[tuple[str, Json, Json]]
) -> None:
    assert list(parts("f", before, after)) == expected
