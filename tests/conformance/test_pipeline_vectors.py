"""The pipeline against the reference engine's own answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.compiler.canonical import canonical_json, workflow_hash
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.compiler.preview import preview_snapshot, startability
from workflowkit.compiler.routines import collect_routines
from workflowkit.compiler.steps import Origin, read_steps
from workflowkit.compiler.validation.validator_warnings import warnings_and_notes
from workflowkit.spec.pack import Feature
from workflowkit.text import json_text

FOLDER = Path(__file__).parent.parent / "vectors" / "format"
VECTORS: dict[str, Any] = {
    path.stem: json_text.parse(path.read_text("utf-8"))
    for path in sorted(FOLDER.glob("[0-9]*.json"))
}
CONTRACTS = [
    "wr.contracts.assessment",
    "wr.contracts.loop_control",
    "wr.contracts.coordinator_signal",
    "wr.contracts.review_verdict",
    "wr.contracts.discovery_handoff",
]
FEATURES = ["memory_context", "capabilities", "subagent_guidance"]
"""The vectors use known features only where they have no effect, so their texts are left empty."""

DETAILS = ("causeCode", "detailCode", "errorTag", "stepId", "slotId", "token", "loopId")


def _workflow(vector: dict[str, Any]) -> Any:
    if "workflowText" in vector:
        return json_text.parse(vector["workflowText"])
    return vector["workflow"]


def _environment(vector: dict[str, Any]) -> CompileContext:
    bindings = vector["bindings"]
    if "bindingsText" in vector:
        bindings = json_text.parse(vector["bindingsText"])
    return CompileContext(
        routines=collect_routines(("", routine) for routine in vector["routines"]),
        features={f"wr.features.{name}": Feature() for name in FEATURES},
        contracts=CONTRACTS,
        bindings=bindings,
    )


def _vectors(*, valid: bool | None = None) -> list[str]:
    return [
        name
        for name, vector in VECTORS.items()
        if valid is None or (vector["expect"]["outcome"] == "phase1a_valid") == valid
    ]


def test_all_vectors_are_here() -> None:
    assert len(VECTORS) == 207


@pytest.mark.parametrize("name", _vectors())
def test_the_verdict_is_the_engines(name: str) -> None:
    vector = VECTORS[name]
    compilation = compile_workflow(_workflow(vector), _environment(vector))
    assert compilation.outcome == vector["expect"]["outcome"].replace("phase1a_", "")


@pytest.mark.parametrize("name", [n for n in _vectors() if "structural" in VECTORS[n]["expect"]])
def test_structural_issues_warnings_and_notes_come_in_the_engines_order(name: str) -> None:
    workflow = _workflow(VECTORS[name])
    expected = VECTORS[name]["expect"]["structural"]
    warnings, notes = warnings_and_notes(read_steps(workflow["steps"], Origin))
    assert warnings == expected.get("warnings", [])
    assert notes == expected.get("info", [])


@pytest.mark.parametrize("name", [n for n in _vectors() if "errorCode" in VECTORS[n]["expect"]])
def test_the_first_error_of_the_compiler_is_the_engines(name: str) -> None:
    vector = VECTORS[name]
    expected = vector["expect"]
    stage = compile_workflow(_workflow(vector), _environment(vector)).failed_stage
    assert stage is not None
    first = stage.errors[0]
    assert first.kind == expected["errorCode"]
    assert {key: first.detail[key] for key in DETAILS if key in expected} == {
        key: expected[key] for key in DETAILS if key in expected
    }
    assert stage.name in PASS_NAMES[expected["pass"]]


PASS_NAMES = {
    "templates": ["expand-routines"],
    "bindings": ["bind-slots"],
    "features": ["apply-features"],
    "refs": ["resolve-refs"],
    "promptBlocks": ["render-blocks"],
    "sentinel": ["reject-leftovers"],
    "compile": ["check-links"],
}


@pytest.mark.parametrize("name", _vectors(valid=True))
def test_snapshot_and_hash_are_the_engines(name: str) -> None:
    vector = VECTORS[name]
    expected = vector["expect"]
    compilation = compile_workflow(_workflow(vector), _environment(vector))
    assert compilation.hash == expected["hash"]
    if expected["hash"] is None:
        assert expected["hashError"]
        assert compilation.not_finite is not None
        return
    assert compilation.reference == expected["hashRef"]
    assert canonical_json(compilation.snapshot) == canonical_json(expected["snapshot"])


@pytest.mark.parametrize("name", [n for n in _vectors() if "startability" in VECTORS[n]["expect"]])
def test_startability_is_the_engines(name: str) -> None:
    workflow = _workflow(VECTORS[name])
    compilation = compile_workflow(workflow, _environment(VECTORS[name]))
    assert startability(workflow, compilation.steps) == VECTORS[name]["expect"]["startability"]


@pytest.mark.parametrize("name", [n for n in _vectors() if "previewHash" in VECTORS[n]["expect"]])
def test_the_preview_is_the_engines(name: str) -> None:
    expected = VECTORS[name]["expect"]
    preview = preview_snapshot(_workflow(VECTORS[name]), _environment(VECTORS[name]))
    assert preview == expected["previewSnapshot"]
    assert workflow_hash(preview) == expected["previewHash"]


QUIRKS = sorted((FOLDER.parent / "format-extra" / "quirks").glob("*.json"))
NOT_COPIED = {
    "bindings-prototype-workflow-id": "a workflow id that is a member of Object.prototype has no section",
    "function-call-prototype-name": "a function called like a member of Object.prototype is unknown",
    "ref-prototype-name": "a ref called like a member of Object.prototype is unknown",
    "required-parameter-prototype-name": "a parameter called like a member of Object.prototype is missing",
    "template-arg-prototype-name": "an argument called like a member of Object.prototype is missing",
    "null-step-crashes": "the engine crashes; a null step is refused by the schema",
    "steps-not-iterable-crashes": "the engine crashes; steps that are no list are refused by the schema",
}
"""Accidents of the engine's host language that are not copied, with what happens here instead."""

OUTCOMES = {
    "bindings-prototype-workflow-id": "valid",
    "function-call-prototype-name": "structural_failed",
    "ref-prototype-name": "v1_compilation_failed",
    "required-parameter-prototype-name": "structural_failed",
    "template-arg-prototype-name": "v1_compilation_failed",
    "null-step-crashes": "schema_failed",
    "steps-not-iterable-crashes": "schema_failed",
}


@pytest.mark.parametrize("path", QUIRKS, ids=lambda path: path.stem)
def test_accidents_of_the_host_language_are_not_copied(path: Path) -> None:
    quirk = {"routines": [], "bindings": None, **json.loads(path.read_text("utf-8"))}
    assert NOT_COPIED[path.stem]
    compilation = compile_workflow(quirk["workflow"], _environment(quirk))
    assert compilation.outcome == OUTCOMES[path.stem]
