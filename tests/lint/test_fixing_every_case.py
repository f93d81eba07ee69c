"""Fixing is idempotent, adds no finding, and keeps what the engine makes of a file, on every example and case there is."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.lint.running_rules import compile_text, complete, fix_text, lint_text, without_markers
from tests.lint.test_rule_cases import CASES, _document_path
from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.lint.rules import ALL

FIXABLE = [rule for rule in ALL if rule.fix and rule.subject in ("Document", "Analysis")]
FOLDERS = {rule.name.replace("-", "_") for rule in FIXABLE}
TEXTS = {
    f"{path.parent.name}/{path.stem}": (
        complete(without_markers(path.read_text("utf-8"))[0]),
        _document_path(path),
    )
    for path in CASES
    if path.parent.name in FOLDERS
} | {
    f"{rule.name}/bad": (complete(rule.example("Bad")), "workflows/example.json")
    for rule in FIXABLE
    if rule.subject in ("Analysis", "Compilation")
}


def _names(text: str, path: str) -> Counter[str]:
    return Counter(item.name for item in lint_text(text, ALL, path).diagnostics)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixing_settles_and_adds_no_finding(name: str, unsafe: bool) -> None:
    text, path = TEXTS[name]
    before = _names(text, path)
    fixed = fix_text(text, ALL, path, unsafe=unsafe)
    if not fixed.applied:
        assert fixed.text == text
        return
    again = fix_text(fixed.text, ALL, path, unsafe=unsafe)
    assert again.text == fixed.text
    after = _names(fixed.text, path)
    assert {key: count for key, count in after.items() if count > before[key]} == {}


@pytest.mark.parametrize("name", TEXTS)
def test_safe_fixes_keep_the_snapshot_unless_they_declare_a_change(name: str) -> None:
    text, path = TEXTS[name]
    fixed = fix_text(text, ALL, path, unsafe=False)
    if any(item.finding.fix and item.finding.fix.changes for item in fixed.applied):
        return
    before, after = _snapshot(text), _snapshot(fixed.text)
    assert before is None or after == before


def _snapshot(text: str) -> str | None:
    compilation = compile_text(text)
    if compilation is None or compilation.snapshot is None:
        return None
    try:
        return canonical_json(compilation.snapshot)
    except NotFiniteError:
        return None


def test_there_are_fixes_enough() -> None:
    assert sum(rule.fix == "safe" for rule in FIXABLE) >= 25
    assert sum(rule.fix == "unsafe" for rule in FIXABLE) >= 10
