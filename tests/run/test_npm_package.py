"""Which files an npm package publishes together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflowkit.run.npm_package import publishes_both


@pytest.mark.parametrize(
    ("listed", "is_true"),
    [
        (["docs", "workflows"], True),
        (["./docs/", "workflows/flow.json"], True),
        (["docs/**", "workflows/*.json"], True),
        (["workflows"], False),
        (["docs"], False),
        (["doc", "workflows"], False),
        (None, False),
        ("docs", False),
    ],
)
def test_both_must_be_listed(tmp_path: Path, listed: object, is_true: bool) -> None:
    for name in ("workflows/flow.json", "docs/rubric.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("{}", "utf-8")
    (tmp_path / "package.json").write_text(json.dumps({"files": listed}), "utf-8")
    flow = str(tmp_path / "workflows/flow.json")
    assert publishes_both(flow, "docs/rubric.md") == is_true
    assert not publishes_both(flow, "docs/gone.md")
    (tmp_path / "package.json").write_text("{", "utf-8")
    assert not publishes_both(flow, "docs/rubric.md")
