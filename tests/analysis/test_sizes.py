from __future__ import annotations

import pytest

from workflowkit.analysis.prompts.sizes import (
    AUTHORED,
    AUTHORED_IN_ROUTINES,
    Measure,
    authored_budget,
    authored_length,
    excesses,
)
from workflowkit.format.reader import Step


def test_blocks_count_as_they_are_rendered_without_refs_and_fragments() -> None:
    step = Step(
        {
            "promptBlocks": {"goal": "Go.", "verify": [[{"kind": "ref", "refId": "x"}], "Done."]},
            "promptFragments": [{"id": "f", "text": "More."}],
        },
        ("steps", 0),
    )
    assert authored_length(step) == len("## Goal\nGo.\n\n## Verify\n- \n- Done.")
    assert authored_length(Step({"prompt": "Go."}, ("steps", 0))) == 3


def test_routines_have_less_room() -> None:
    assert authored_budget("routine") == AUTHORED_IN_ROUTINES
    assert authored_budget("example") == AUTHORED


@pytest.mark.parametrize(
    ("own", "rendered", "expected"),
    [
        (2500, 4000, None),
        (2501, 2501, (Measure.AUTHORED_LONG, 2501, 2500)),
        (2500, 4001, (Measure.RENDERED_LONG, 4001, 4000)),
        (2501, 4001, (Measure.AUTHORED_LONG, 2501, 2500)),
        (4000, 6000, (Measure.AUTHORED_LONG, 4000, 2500)),
        (4000, 6001, (Measure.RENDERED_TOO_LONG, 6001, 6000)),
        (4001, 6001, (Measure.AUTHORED_TOO_LONG, 4001, 4000)),
    ],
)
def test_a_step_exceeds_one_limit_at_most_the_most_serious_one(
    own: int, rendered: int, expected: tuple[Measure, int, int] | None
) -> None:
    step = Step({"prompt": "x" * own}, ("steps", 0))
    found = [
        (item.measure, item.length, item.limit)
        for item in excesses([step], lambda _: "x" * rendered, "workflow")
    ]
    assert found == ([] if expected is None else [expected])
