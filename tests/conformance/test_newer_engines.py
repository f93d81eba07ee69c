"""The newest engine's verdict and hash of files with its own constructs, as it gave them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.compiler.context import compile_context
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.run.spec_folder import load_spec
from workflowkit.text.routes import Json

CASES = sorted((Path(__file__).parents[1] / "vectors/versions").glob("n0*.json"))


def case(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_newest_engine_accepts_its_constructs_with_the_same_hash(path: Path) -> None:
    recorded = case(path)
    assert recorded["engine"]["3.121.0"] == "phase1a_valid"
    compilation = compile_workflow(recorded["input"], compile_context(load_spec(None, "3.121.0")))
    assert compilation.errors == ()
    assert compilation.hash == recorded["engine"]["hash"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_default_engine_refuses_them(path: Path) -> None:
    compilation = compile_workflow(case(path)["input"], compile_context(load_spec(None, "3.68.0")))
    assert compilation.outcome == "schema_failed"


def test_virtual_steps_are_no_part_of_the_hash() -> None:
    step: dict[str, Json] = {
        "id": "abc",
        "title": "t",
        "prompt": "p",
        "verification": {"command": "ls"},
    }
    workflow: Json = {
        "id": "ab.cd",
        "name": "n",
        "description": "d",
        "version": "1.0.0",
        "steps": [step],
    }
    compilation = compile_workflow(workflow, compile_context(load_spec(None, "3.121.0")))
    assert compilation.snapshot is not None
    assert compilation.snapshot["definition"] == workflow


def test_a_virtual_step_must_not_take_the_id_of_another() -> None:
    # Only steps of routines may have such ids.
    from workflowkit.compiler.routines import collect_routines

    routine = {
        "id": "wr.routine-odd",
        "name": "n",
        "description": "d",
        "version": "1.0.0",
        "steps": [
            {"id": "one", "title": "t", "prompt": "p", "audit": {"prompt": "p"}},
            {"id": "one__audit", "title": "t", "prompt": "p"},
        ],
    }
    call = {"id": "abc", "title": "t", "templateCall": {"templateId": "wr.templates.routine.odd"}}
    workflow: Json = {
        "id": "ab.cd",
        "name": "n",
        "description": "d",
        "version": "1.0.0",
        "steps": [call],
    }
    for version, kinds in (("3.117.0", []), ("3.118.0", ["VIRTUAL_STEP_ID_COLLISION"])):
        pack = load_spec(None, version)
        routines = collect_routines([("", routine)], pack.engine.routine_prefixes)
        compilation = compile_workflow(workflow, compile_context(pack, routines))
        assert [error.kind for error in compilation.errors] == kinds
