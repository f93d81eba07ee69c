from __future__ import annotations

import json

import pytest

from workflowkit.format.likeness import reason_to_skip
from workflowkit.text.document import parse

WORKFLOW_LIKE = [
    {"steps": []},
    {"Steps": []},
    {"id": "acme.a", "version": "1"},
    {"id": "acme.aa", "name": "A", "desc": "x", "ver": "1", "stepps": []},
    {"ID": "acme.a", "Version": "1"},
    {"workflow": {"id": "acme.a", "steps": []}},
    [{"id": "acme.a", "steps": []}],
    {"formatVersion": 1, "description": "x", "steps": []},
]

OTHER = [
    ({}, "it is no workflow: no 'steps', and no 'id' beside a 'version'"),
    ({"id": "acme.aa"}, "it is no workflow: no 'steps', and no 'id' beside a 'version'"),
    (
        {"name": "acme", "version": "1.0.0", "scripts": {}},
        "it is no workflow: no 'steps', and no 'id' beside a 'version'",
    ),
    ({"id": "x", "verdict": "y"}, "it is no workflow: no 'steps', and no 'id' beside a 'version'"),
    ([], "it is no workflow: not an object"),
    ("x", "it is no workflow: not an object"),
    (None, "it is no workflow: not an object"),
    ({"formatVersion": 1, "steps": []}, "written by wfk"),
    ({"sourceKind": "v1_pinned", "id": "a", "version": "1"}, "written by wfk"),
    (
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}, "steps": {}},
        "it is a JSON Schema",
    ),
]


def reason(value: object, path: str = "data/x.json", folders: tuple[str, ...] = ("data",)) -> str:
    return reason_to_skip(parse(json.dumps(value).encode(), path), folders)


@pytest.mark.parametrize("value", WORKFLOW_LIKE, ids=str)
def test_what_resembles_a_workflow_is_taken_for_one_anywhere(value: object) -> None:
    assert reason(value) == ""


@pytest.mark.parametrize(("value", "told"), OTHER, ids=str)
def test_other_files_are_skipped_with_their_reason(value: object, told: str) -> None:
    assert reason(value) == told


@pytest.mark.parametrize("value", [{}, [], "x", None, {"id": "acme.aa"}, {"stages": []}], ids=str)
@pytest.mark.parametrize("folder", ["workflows", "routines"])
def test_in_a_folder_of_workflows_every_file_is_taken_for_one(value: object, folder: str) -> None:
    assert reason(value, f"{folder}/x.json", (folder,)) == ""


@pytest.mark.parametrize("name", ["package.json", "tsconfig.json", "workflow-tags.json"])
def test_files_of_known_tools_are_skipped_even_there(name: str) -> None:
    assert reason({"name": "acme"}, f"workflows/{name}", ("workflows",)) != ""
    assert reason({"steps": []}, f"workflows/{name}", ("workflows",)) == ""


@pytest.mark.parametrize(
    ("content", "is_taken"),
    [
        (b"// options of another tool\n{}", False),
        (b"", False),
        (b'{"id": "acme.a", "steps": [}', True),
        (b"id: acme.a\nsteps:\n  - id: a\n", True),
        ('{"steps": []}'.encode("utf-16"), True),
    ],
)
def test_what_is_not_json_is_taken_for_a_workflow_by_its_keys(
    content: bytes, is_taken: bool
) -> None:
    told = reason_to_skip(parse(content, "x.json"), ())
    assert told == ("" if is_taken else "it is not JSON, and has no key of a workflow")
    assert reason_to_skip(parse(content, "workflows/x.json"), ("workflows",)) == ""
