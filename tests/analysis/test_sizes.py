from __future__ import annotations

from workflowkit.analysis.sizes import (
    AUTHORED,
    AUTHORED_IN_ROUTINES,
    authored_budget,
    authored_length,
)
from workflowkit.model.view import Step


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
