"""Schemas for editors: what they add changes no verdict, and is complete and true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from tests.schemas.test_json_schema import ROOT
from workflowkit import compile_workflow
from workflowkit.cli.main import run
from workflowkit.schemas.editor import KEYWORDS, editor_schema
from workflowkit.schemas.editor_snippets import SNIPPETS
from workflowkit.schemas.editor_values import VALUES
from workflowkit.schemas.json_schema import FORMATS, json_schema, whole_schema

WRITTEN = (
    "authoring-rules", "config", "engine", "engine-change", "feature", "scenario", "triggers",
    "workflow", "workflow-tags",
)  # fmt: skip
"""The formats that people write."""

EDITOR = {name: editor_schema(json_schema(name), name) for name in WRITTEN}


def _without_annotations(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_annotations(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_annotations(part) for key, part in schema.items() if key not in KEYWORDS}


@pytest.mark.parametrize("name", FORMATS)
def test_only_annotations_are_added(name: str) -> None:
    published = json_schema(name)
    made = editor_schema(published, name)
    assert made != published
    assert _without_annotations(made) == published
    assert json_schema(name) == published, "the published schema itself was changed"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "workflows").glob("*.json")), ids=lambda path: path.stem
)
def test_both_give_the_same_verdict(path: Any) -> None:
    good = json.loads(path.read_text("utf-8"))
    broken = [
        {**good, "steps": []},
        {**good, "owner": 1},
        {**good, "steps": [{**good["steps"][0], "titel": "x"}, *good["steps"][1:]]},
        {key: value for key, value in good.items() if key != "name"},
    ]
    validators = [
        jsonschema.Draft202012Validator(schema)
        for schema in (json_schema("workflow"), EDITOR["workflow"])
    ]
    for value, expected in ((good, True), *((each, False) for each in broken)):
        assert [validator.is_valid(value) for validator in validators] == [expected, expected]


def _properties(schema: Any) -> Iterator[tuple[str, Any]]:
    for kind in ({}, *schema.get("$defs", {}).values()):
        yield from kind.get("properties", {}).items()
    yield from schema.get("properties", {}).items()


@pytest.mark.parametrize("name", WRITTEN)
def test_every_key_is_described(name: str) -> None:
    for key, part in _properties(EDITOR[name]):
        first, _, facts = part["markdownDescription"].partition("\n\n")
        assert len(first) > 3, key
        assert facts.startswith("*"), key


def _listed_values(schema: Any) -> Iterator[Any]:
    if isinstance(schema, list):
        for part in schema:
            yield from _listed_values(part)
    elif isinstance(schema, dict):
        if isinstance(schema.get("enum"), list):
            yield schema
        for key, part in schema.items():
            if key != "enum" or isinstance(part, dict):
                yield from _listed_values(part)


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("engine", ["3.66", "3.68", "latest"])
def test_every_listed_value_has_its_meaning(
    name: str, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["schema", name, "--editor", "--engine", engine]) == 0
    for schema in _listed_values(json.loads(capsys.readouterr().out)):
        meanings = schema["markdownEnumDescriptions"]
        assert len(meanings) == len(schema["enum"])
        assert all(re.fullmatch(r"[A-Z].{4,}\.", meaning) for meaning in meanings), schema["enum"]


def test_no_meaning_and_no_snippet_is_for_a_place_that_does_not_exist() -> None:
    places: set[str] = set()
    for name in WRITTEN:
        schema = whole_schema(name)
        for kind, part in {name: schema, **schema.get("$defs", {})}.items():
            places |= {kind, *(f"{kind}.{key}" for key in part.get("properties", {}))}
    # A key of trigger files that the data of an engine adds.
    assert set(VALUES) | set(SNIPPETS) <= places | {"agentSettings.modelTier"}


def _filled(body: Any) -> Any:
    """Return *body* as an editor inserts it when nothing is changed."""
    if isinstance(body, str):
        return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("\\$", "$")
    if isinstance(body, list):
        return [_filled(part) for part in body]
    if isinstance(body, dict):
        return {_filled(key): _filled(part) for key, part in body.items()}
    return body


def _inserted() -> Iterator[tuple[str, str, Any]]:
    for place, snippets in SNIPPETS.items():
        for snippet in snippets:
            yield place, snippet.label, _filled(snippet.body)


@pytest.mark.parametrize(
    ("place", "label", "value"), list(_inserted()), ids=lambda part: str(part)[:40]
)
def test_snippets_are_valid_where_they_are_inserted(place: str, label: str, value: Any) -> None:
    kind, _, key = place.partition(".")
    name = next(name for name in WRITTEN if kind in {name, *EDITOR[name].get("$defs", {})})
    schema = json_schema(name)
    owner = schema if kind == name else schema["$defs"][kind]
    wanted: Any = owner["properties"][key] if key else schema
    if wanted.get("type") == "array" or "anyOf" in wanted or key == "body":
        value = [value]
    # No $id, so that references are found in what is put together here.
    whole = {**wanted, "$defs": schema.get("$defs", {})} if key else schema
    jsonschema.Draft202012Validator(whole).validate(value)


def _workflow_with(step: Any) -> str:
    start = {
        "id": "start-here",
        "title": "Start",
        "prompt": "Name the list. Capture: `contextKey`, `listKey`.",
    }
    return json.dumps(
        {"id": "acme.example", "name": "Example", "description": "Use this to try.", "version": "1.0.0",
         "steps": [start, step]}
    )  # fmt: skip


@pytest.mark.parametrize("snippet", SNIPPETS["workflow.steps"], ids=lambda snippet: snippet.label)
def test_steps_compile_as_they_are_inserted(snippet: Any) -> None:
    compilation = compile_workflow(_workflow_with(_filled(snippet.body)))
    assert compilation.outcome == "valid", compilation.errors
