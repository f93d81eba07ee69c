from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflowkit.format.shape import check_shape
from workflowkit.text import json_text

VECTORS = Path(__file__).parent.parent / "vectors"


@pytest.mark.parametrize("path", sorted((VECTORS / "format").glob("*.json")), ids=lambda p: p.stem)
def test_the_verdict_is_that_of_the_engines_schema(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    text = vector.get("workflowText") or json.dumps(vector["workflow"])
    workflow = json_text.parse(text)
    is_refused = check_shape(workflow) != []
    assert is_refused == (vector["expect"]["outcome"] == "schema_failed")


@pytest.mark.parametrize("name", ["null-step-crashes", "steps-not-iterable-crashes"])
def test_steps_that_crash_the_engine_are_refused(name: str) -> None:
    path = VECTORS / "format-extra" / "quirks" / f"{name}.json"
    vector = json.loads(path.read_text(encoding="utf-8"))
    assert len(check_shape(vector["workflow"])) == 1
