"""What the engine refuses, the linter reports: held to every vector of the format."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import workflowkit
from tests.lint.harness import run_context
from workflowkit.batch.analyze import FileReport, analyze, workflow_subject
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.routines import collect_routines
from workflowkit.diagnostics import Severity
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.source import document, json_text

VECTORS = Path(__file__).parent.parent / "vectors" / "format"
PATHS = sorted(VECTORS.glob("[0-9]*.json"))
QUIRKS = sorted((VECTORS.parent / "format-extra" / "quirks").glob("*.json"))


def _refusals() -> set[str]:
    """Every rule name that the compiler and the shape give to what they refuse."""
    package = Path(workflowkit.__file__).parent
    found: set[str] = set()
    for folder in ("compiler", "model"):
        for path in sorted((package / folder).rglob("*.py")):
            found.update(_names(ast.parse(path.read_text("utf-8"))))
    return found


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            values = [item.value for item in node.keywords if item.arg in ("rule", "too_many")]
            if called in ("Problem", "ShapeProblem"):
                values += node.args[:1]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            values = [node.value] if node.target.id in ("rule", "too_many") and node.value else []
        else:
            continue
        yield from (item.value for item in values if isinstance(item, ast.Constant))


REFUSALS = _refusals()


def test_every_refusal_of_the_compiler_has_a_rule() -> None:
    assert len(REFUSALS) > 30
    assert {*REFUSALS} - {rule.name for rule in ALL} == set()


def _report(vector: dict[str, Any]) -> FileReport:
    text = vector.get("workflowText") or json.dumps(vector["workflow"])
    bindings = vector.get("bindings")
    if "bindingsText" in vector:
        bindings = json_text.parse(vector["bindingsText"])
    environment = CompileContext(
        routines=collect_routines(("", item) for item in vector.get("routines", ())),
        features=run_context().compile.features,
        refs=run_context().compile.refs,
        contracts=run_context().compile.contracts,
        bindings=bindings,
    )
    item = document.parse(text.encode("utf-8", "surrogatepass"), "workflows/vector.json")
    around = replace(run_context(), compile=environment)
    return analyze(workflow_subject(item, around), around, Selection(around.lint, ALL))


def _vector(path: Path) -> dict[str, Any]:
    vector: dict[str, Any] = json_text.parse(path.read_text("utf-8"))
    return vector


REFUSED = [path for path in PATHS if _vector(path)["expect"]["outcome"] != "phase1a_valid"]
ACCEPTED = [path for path in PATHS if path not in REFUSED]


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_refused_workflow_has_an_error_with_a_place(path: Path) -> None:
    errors = [
        item
        for item in _report(_vector(path)).diagnostics
        if item.severity is Severity.ERROR and item.name in REFUSALS
    ]
    assert errors
    assert all(item.span for item in errors)


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_an_accepted_workflow_has_no_error_from_a_refusal(path: Path) -> None:
    vector = _vector(path)
    found = {item.name for item in _report(vector).diagnostics if item.name in REFUSALS}
    assert found == STRICTER.get(path.stem, set())


TOKENS = {"token-in-unresolved-field"}
STRICTER: dict[str, set[str]] = {
    "115-inline-step-gaps": {"duplicate-fragment-id", *TOKENS},
    "140-template-inline-prompt-ignored": {"prompt-source-conflict"},
    "148-binding-defaults": TOKENS,
    "149-binding-nested-file": TOKENS,
    "150-binding-flat-file": TOKENS,
    "151-binding-mixed-file-is-ignored": TOKENS,
    "152-binding-section-not-object": TOKENS,
    "153-binding-empty-section": TOKENS,
    "154-binding-file-not-json": TOKENS,
    "155-binding-file-array": TOKENS,
    "156-binding-override-same-as-default": TOKENS,
    "177-blocks-empty-goal": {"blank-prompt"},
}
"""What the engine does not look at and the linter does: inline steps, titles and roles, headings without words."""


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_what_fails_only_at_the_start_is_reported_too(path: Path) -> None:
    expected = _vector(path)["expect"]
    found = {item.name for item in _report(_vector(path)).diagnostics}
    assert ("unhashable-number" in found) == (expected["hash"] is None)
    if "startability" in expected:
        assert ("not-startable" in found) == (expected["startability"] != "ok")


@pytest.mark.parametrize("path", QUIRKS, ids=lambda path: path.stem)
def test_what_only_an_accident_of_the_host_language_accepts_is_an_error(path: Path) -> None:
    vector = json.loads(path.read_text("utf-8"))
    if path.stem == "bindings-prototype-workflow-id":
        vector["bindings"] = None
    errors = [item for item in _report(vector).diagnostics if item.severity is Severity.ERROR]
    assert bool(errors) == (path.stem != "bindings-prototype-workflow-id")
