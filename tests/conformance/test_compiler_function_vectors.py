"""Single functions of the compiler against the reference engine's own answers."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from typing import Any

import pytest

from workflowkit.compiler.bindings import overrides_for
from workflowkit.compiler.canonical import NotFiniteError, canonical_json, workflow_hash
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.passes.apply_features import apply_features
from workflowkit.compiler.passes.expand_routines import expand_routines
from workflowkit.compiler.passes.render_blocks import render_blocks
from workflowkit.compiler.passes.resolve_refs import resolve_refs
from workflowkit.compiler.references import resolve_references
from workflowkit.compiler.routines import collect_routines, is_routine, template_id
from workflowkit.compiler.steps import Origin, read_steps
from workflowkit.spec.pack import Feature
from workflowkit.text import document, json_text

FOLDER = Path(__file__).parent.parent / "vectors" / "format-extra"


def _read(name: str) -> Any:
    return json_text.parse((FOLDER / f"{name}.json").read_text("utf-8"))


def _cases(name: str) -> list[Any]:
    return list(_read(name)["cases"])


@pytest.mark.parametrize("case", _cases("jcs"), ids=lambda case: case["text"][:30])
def test_canonical_json(case: dict[str, Any]) -> None:
    value = json_text.parse(case["text"])
    if "error" in case:
        with pytest.raises(NotFiniteError):
            canonical_json(value)
        return
    assert canonical_json(value) == case["canonical"]
    assert workflow_hash(value) == case["sha256"]


@pytest.mark.parametrize("case", _cases("template-ids"), ids=lambda case: case["routineId"])
def test_template_ids(case: dict[str, Any]) -> None:
    assert template_id(case["routineId"]) == case["templateId"]


@pytest.mark.parametrize("case", _cases("arg-substitution"), ids=lambda case: case["note"])
def test_argument_substitution(case: dict[str, Any]) -> None:
    inner = {"id": "inner", "title": case["title"], "prompt": case["prompt"]}
    routine = {"id": "r", "name": "", "description": "", "version": "", "steps": [inner]}
    call = {"templateId": "wr.templates.routine.r", "args": case["args"]}
    steps = read_steps([{"id": "outer", "title": "Call", "templateCall": call}], Origin)
    environment = CompileContext(routines=collect_routines([("", routine)]))
    expanded, errors = expand_routines(steps, {}, environment)
    if "error" in case:
        assert [error.detail["detailCode"] for error in errors] == [case["error"]]
        assert errors[0].detail["argNames"].split(",") == case["argNames"]
        return
    assert errors == []
    assert {key: expanded[0].value[key] for key in ("title", "prompt")} == case["result"]


@pytest.mark.parametrize("case", _cases("bindings-file"), ids=lambda case: case["note"])
def test_bindings_file(case: dict[str, Any]) -> None:
    content = None
    if case["text"] is not None:
        content = document.parse(case["text"].encode("utf-8"), "bindings.json").value
    assert dict(overrides_for(case["workflowId"], content)) == case["bindings"]


def _features_and_refs() -> CompileContext:
    registry = _read("features-refs")["registry"]
    features = {
        name: Feature(
            *(tuple(entry.get(key, ())) for key in ("constraints", "procedure", "verify"))
        )
        for name, entry in registry["features"].items()
    }
    return CompileContext(features=features, refs=registry["refs"])


@pytest.mark.parametrize("case", _cases("features-refs"), ids=lambda case: case["note"])
def test_features_refs_and_rendering(case: dict[str, Any]) -> None:
    environment = _features_and_refs()
    workflow = {"features": case["featureIds"]}
    steps = read_steps(case["steps"], Origin)
    for key, run in (
        ("afterFeatures", apply_features),
        ("afterRefs", resolve_refs),
        ("afterRender", render_blocks),
    ):
        steps, errors = run(steps, workflow, environment)
        if key not in case:
            first = {"errorCode": errors[0].kind, **errors[0].detail}
            assert {name: first.get(name) for name in case["error"]} == case["error"]
            return
        assert errors == []
        assert [step.json() for step in steps] == case[key]


@pytest.mark.parametrize("case", _cases("routine-loader"), ids=lambda case: case["note"])
def test_routine_loader(case: dict[str, Any]) -> None:
    files = {
        name: document.parse(text.encode("utf-8"), name)
        for name, text in sorted((case["files"] or {}).items())
        if name.endswith(".json") and "/" not in name
    }
    routines = collect_routines((name, item.value) for name, item in files.items())
    assert sorted(routines.by_id) == sorted(case["routineIds"])
    assert {key: item.definition["name"] for key, item in routines.by_id.items()} == case[
        "nameById"
    ]
    assert [name for name, item in files.items() if not is_routine(item.value)] == case[
        "warningFiles"
    ]


def test_references_are_resolved_against_their_base() -> None:
    vector = _read("references-at-start")
    snapshot = vector["snapshot"]
    assert workflow_hash(snapshot) == vector["hashWithoutResolution"]
    resolved = resolve_references(
        snapshot["definition"],
        workspace=vector["workspace"],
        package=posixpath.join(vector["workspace"], "package"),
        is_file=lambda path: path in vector["existingFiles"],
    )
    assert resolved == vector["resolvedReferences"]
    if "hashWithResolution" in vector:
        assert (
            workflow_hash({**snapshot, "resolvedReferences": resolved})
            == vector["hashWithResolution"]
        )


def test_every_vector_file_of_this_folder_is_used() -> None:
    used_elsewhere = {"conditions", "contracts", "variants", "resolution", "workflow-id-policy"}
    used_here = {
        "jcs", "template-ids", "arg-substitution", "bindings-file", "features-refs",
        "routine-loader", "references-at-start",
    }  # fmt: skip
    assert {path.stem for path in FOLDER.glob("*.json")} == used_here | used_elsewhere
    assert json.loads((FOLDER / "jcs.json").read_text("utf-8"))["cases"]
