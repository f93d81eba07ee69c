"""What the engine refuses, the linter reports: held to every vector of the format."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.lint.running_rules import run_context
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.routines import collect_routines
from workflowkit.diagnostics import Severity
from workflowkit.format.compile_error import ErrorName
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.run.analyze import FileReport, analyze, workflow_subject
from workflowkit.text import document, json_text

VECTORS = Path(__file__).parent.parent / "vectors" / "format"
PATHS = sorted(VECTORS.glob("[0-9]*.json"))
QUIRKS = sorted((VECTORS.parent / "format-extra" / "quirks").glob("*.json"))


REFUSALS = frozenset(get_args(ErrorName))
"""The names of the rules that compile errors carry; that no other name is used, the type checker sees."""


def test_every_compile_error_has_a_rule() -> None:
    assert REFUSALS - {rule.name for rule in ALL} == set()


def test_every_page_documents_a_compile_error() -> None:
    assert {rule.name for rule in ALL if rule.subject == "Compilation"} - REFUSALS == set()


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
    vector = json_text.parse(path.read_text("utf-8"))
    assert isinstance(vector, dict)
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


TOKENS = {"misplaced-engine-token"}
STRICTER: dict[str, set[str]] = {
    "115-inline-step-gaps": {"duplicate-fragment-id", *TOKENS},
    "140-template-inline-prompt-ignored": {"conflicting-prompt-sources"},
    "148-binding-defaults": TOKENS,
    "149-binding-nested-file": TOKENS,
    "150-binding-flat-file": TOKENS,
    "151-binding-mixed-file-is-ignored": TOKENS,
    "152-binding-section-not-object": TOKENS,
    "153-binding-empty-section": TOKENS,
    "154-binding-file-not-json": TOKENS,
    "155-binding-file-array": TOKENS,
    "156-binding-override-same-as-default": TOKENS,
    "177-blocks-empty-goal": {"empty-prompt"},
}
"""What the engine does not look at and the linter does: inline steps, titles and roles, headings without words."""


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_what_fails_only_at_the_start_is_reported_too(path: Path) -> None:
    expected = _vector(path)["expect"]
    found = {item.name for item in _report(_vector(path)).diagnostics}
    assert ("invalid-number-size" in found) == (expected["hash"] is None)
    if "startability" in expected:
        assert ("missing-start-step" in found) == (expected["startability"] != "ok")


@pytest.mark.parametrize("path", QUIRKS, ids=lambda path: path.stem)
def test_what_only_an_accident_of_the_host_language_accepts_is_an_error(path: Path) -> None:
    vector = json.loads(path.read_text("utf-8"))
    if path.stem == "bindings-prototype-workflow-id":
        vector["bindings"] = None
    errors = [item for item in _report(vector).diagnostics if item.severity is Severity.ERROR]
    assert bool(errors) == (path.stem != "bindings-prototype-workflow-id")
