"""Small files that once took minutes end: with work that grows as the square or the cube of a text, these would run out of processor time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.programs import warm

SECONDS = 90
"""Processor time, which other processes do not use up: far more than any of the files needs, far less than they took."""

TEXTS = {
    "spaces": "Read" + " " * 120_000 + "it.",
    "backticks": "Read `it` " + "`" * 30_000,
    "hexadecimal digits": "Check  it: " + "0123456789abcdef" * 5_000,
    "hyphens": "Read a-" + "a-" * 50_000,
    "captures": "Capture `a`, " * 3_000,
    "parentheses": "Read (" + "(" * 30_000,
    "braces": "Read {{" + "{" * 30_000,
    "line breaks": "Read" + "\n" * 60_000 + "it.",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_linted_in_time(name: str, tmp_path: Path) -> None:
    step = {"id": "read", "title": "Read", "prompt": TEXTS[name]}
    head = {"id": "acme.long", "name": "Long", "description": "Use this.", "version": "1.0.0"}
    path = tmp_path / "long.json"
    path.write_text(json.dumps({**head, "steps": [step]}), "utf-8")
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))"
    done = warm.wfk("lint", "--profile", "style", str(path), first=limit)
    assert done.returncode == 1, done.stderr  # The prompt is longer than the format allows.
    assert "invalid-schema" in done.stdout
