"""The mistakes that cost most in real files: each as it was met, and mended.

`in_practice.jsonc` in the folder of a rule retells the defect on a small workflow, `in_practice_mended.jsonc` its repair.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.running_rules import compile_text, complete, lint_text, without_markers
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.lint.rules import ALL

FOLDER = Path(__file__).parent.parent / "rules"
MET: tuple[tuple[str, ...], ...] = (
    ("unknown-condition-key",),
    ("unreachable-remaining-steps",),
    ("unset-own-gate-key",),
    ("one-sided-decision-example",),
    ("stale-decision-input",),
    ("conflicting-adjacent-loops",),
    ("deprecated-id-mention",),
    ("ignored-field",),
    ("missing-criteria-in-prompt",),
    ("unset-own-fragment-key",),
    ("out-of-order-activation",),
    ("backward-jump-in-prompt",),
    ("duplicate-feature-ref",),
    ("unreachable-final-footer",),
    ("long-prompt",),
    ("redundant-engine-narration",),
    ("invalid-artifact-example",),
    ("invalid-equality-operand",),
)
"""Rules by the mistake they find, the most harmful first; the case is in the folder of the first one."""
GUARDS = (
    "missing-loop-exit-step",
    "conditional-loop-exit-step",
    "misplaced-loop-exit-step",
    "long-rendered-prompt",
    "missing-reference-file",
    "unknown-artifact-kind",
    "ignored-condition-operator",
    "ambiguous-dotted-key",
    "empty-condition",
)
"""Rules of the same weight that have cases of their own, but no hit to retell."""
ABOUT_THE_FILE = {"missing-about", "missing-examples", "missing-metrics-profile"}
"""Warnings about what small examples leave out."""


def _text(name: str, case: str) -> str:
    path = FOLDER / name.replace("-", "_") / f"{case}.jsonc"
    return complete(without_markers(path.read_text("utf-8"))[0])


def _found(text: str) -> tuple[Diagnostic, ...]:
    """Return the findings of every rule."""
    return tuple(lint_text(text, ALL, "workflows/in-practice.json").diagnostics)


def _serious(text: str) -> set[str]:
    """Return the names of the rules with errors and warnings."""
    found = _found(text)
    return {item.name for item in found if item.severity is not Severity.INFO} - ABOUT_THE_FILE


@pytest.mark.parametrize("names", MET, ids=lambda names: names[0])
def test_the_defect_is_found_in_a_file_that_the_engine_accepts(names: tuple[str, ...]) -> None:
    text = _text(names[0], "in_practice")
    compilation = compile_text(text)
    assert {*names} - {item.name for item in _found(text)} == set()
    assert compilation is not None
    assert compilation.snapshot is not None


@pytest.mark.parametrize("names", MET, ids=lambda names: names[0])
def test_the_mended_file_has_neither_error_nor_warning(names: tuple[str, ...]) -> None:
    text = _text(names[0], "in_practice_mended")
    assert _serious(text) == set()
    assert {*names} & {item.name for item in _found(text)} == set()


@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_has_cases_that_fail_and_cases_that_pass(name: str) -> None:
    cases = (FOLDER / name.replace("-", "_")).glob("*.jsonc")
    assert {bool(without_markers(path.read_text("utf-8"))[1]) for path in cases} == {True, False}
