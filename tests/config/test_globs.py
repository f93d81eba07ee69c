from __future__ import annotations

import pytest

from workflowkit.config.globs import matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("a.json", "a.json", True),
        ("a.json", "deep/in/a.json", True),
        ("*.json", "deep/in/a.json", True),
        ("*.json", "a.jsonl", False),
        ("a?.json", "ab.json", True),
        ("a?.json", "a/.json", False),
        ("flows/*.json", "flows/a.json", True),
        ("flows/*.json", "flows/sub/a.json", False),
        ("flows/**/*.json", "flows/a.json", True),
        ("flows/**/*.json", "flows/sub/sub/a.json", True),
        ("flows/**", "flows/sub/a.json", True),
        ("flows/**", "flowsy/a.json", False),
        ("**", "any/thing.json", True),
        ("**/a.json", "a.json", True),
        ("flows/sub", "flows/sub/a.json", True),
        ("flows/", "flows/a.json", True),
        ("./flows/a.json", "flows/a.json", True),
        ("flows/a.json", "other/flows/a.json", False),
        ("a+b(c).json", "a+b(c).json", True),
        ("", "a.json", False),
    ],
)
def test_pattern_means_path(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected
