from __future__ import annotations

import pytest

from tests.lint.running_rules import run_context
from workflowkit.run.analyze import kind_of


@pytest.mark.parametrize(
    ("path", "identity", "expected"),
    [
        ("workflows/release.json", "acme.release", "workflow"),
        ("routines/outline.json", "acme.outline", "routine"),
        ("anywhere/outline.json", "wr.routine-outline", "routine"),
        ("anywhere/outline.json", "routine-outline", "routine"),
        ("workflows/examples/call.json", "routine-call-example", "example"),
        ("examples.json", "acme.examples", "workflow"),
        ("workflows/loop.json", "test-loop", "fixture"),
    ],
)
def test_the_place_of_a_file_says_more_of_its_kind_than_its_id(
    path: str, identity: str, expected: str
) -> None:
    assert kind_of(path, identity, run_context().spec) == expected
