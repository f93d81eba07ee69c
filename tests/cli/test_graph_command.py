"""`wfk graph`: formats, options, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import GOOD, Wfk
from workflowkit.schemas.json_schema import json_schema

CALL: dict[str, Any] = {
    "templateId": "wr.templates.routine.design-review",
    "args": {"deliverableName": "review.md", "designSource": "the design"},
}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("mermaid", "flowchart TD\n"),
        ("dot", 'digraph "acme.release" {\n'),
        ("svg", '<?xml version="1.0" encoding="UTF-8"?>\n<svg'),
        ("html", "<!doctype html>\n<html"),
        ("json", "{\n"),
    ],
)
def test_formats(good: Path, wfk: Wfk, name: str, start: str) -> None:
    ran = wfk("graph", str(good), "--format", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(start)


def test_json_is_what_the_schema_promises(good: Path, wfk: Wfk) -> None:
    value = json.loads(wfk("graph", str(good), "--format", "json").out)
    jsonschema.Draft202012Validator(json_schema("graph")).validate(value)
    assert [node["key"] for node in value["nodes"]] == ["start", "build", "end"]
    assert [(edge["source"], edge["target"]) for edge in value["edges"]] == [
        ("start", "build"),
        ("build", "end"),
    ]


def test_routines_are_folded_unless_asked(good: Path, wfk: Wfk) -> None:
    value = json.loads(GOOD)
    value["steps"].append({"id": "call", "title": "Call", "templateCall": CALL})
    good.write_text(json.dumps(value), "utf-8")
    assert "restate-design" not in wfk("graph", str(good)).out
    assert "call.restate-design" in wfk("graph", str(good), "--unfold").out


def test_a_run_is_highlighted(good: Path, wfk: Wfk) -> None:
    Path("run.json").write_text('["build"]', "utf-8")
    value = json.loads(wfk("graph", str(good), "--format", "json", "--run", "run.json").out)
    assert value["hasRun"]
    assert [edge["isHighlighted"] for edge in value["edges"]] == [True, False]


def test_an_unknown_step_in_a_run(good: Path, wfk: Wfk) -> None:
    Path("run.json").write_text('["biuld"]', "utf-8")
    ran = wfk("graph", str(good), "--run", "run.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "wfk: the workflow has no step 'biuld'\n     did you mean 'build'?\n"


def test_a_rejected_workflow_is_drawn_with_a_note(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace('"title"', '"tilte"'), "utf-8")
    ran = wfk("graph", str(good))
    assert ran.code == 0
    assert "n1" in ran.out
    assert "the engine rejects this workflow" in ran.err


@pytest.mark.parametrize(
    ("content", "code"), [("[1]", 1), ("{", 1), ("", 1), ("{}", 0), ('{"steps": 3}', 0)]
)
def test_any_content_gets_an_answer(good: Path, wfk: Wfk, content: str, code: int) -> None:
    good.write_text(content, "utf-8")
    for name in ("mermaid", "html", "json"):
        assert wfk("graph", str(good), "--format", name).code == code


def test_a_folder_cannot_be_read_as_a_file(good: Path, wfk: Wfk) -> None:
    assert wfk("graph", str(good.parent)).code == 2


def test_drawings_name_the_extra_that_they_need(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fast_sugiyama", None)
    ran = wfk("graph", str(good), "--format", "svg")
    assert ran.code == 2
    assert "pip install 'workflowkit[graph]'" in ran.err
    assert wfk("graph", str(good), "--format", "dot").code == 0
