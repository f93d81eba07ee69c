"""The fast validator says what the models say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import mutated
from workflowkit.format import fast_validator
from workflowkit.format.dialect import Dialect
from workflowkit.format.fast_validator import is_workflow
from workflowkit.format.validation import find_errors, workflow_errors
from workflowkit.format.validator_generator import fast_validators
from workflowkit.run.spec_folder import load_spec
from workflowkit.spec.authoring_rules import AuthoringRules
from workflowkit.spec.pack import Feature, Tags
from workflowkit.text.routes import Json

DEFAULT = Dialect()
DIALECTS = [
    load_spec(None, version).dialect
    for version in ("3.68", "3.89.0", "3.92.0", "3.102.0", "3.117.0", "3.118.0")
]
SPEC = Path(__file__).parents[2] / "spec"


@given(mutated())
def test_the_quick_verdict_is_the_models_verdict(document: Json) -> None:
    for dialect in DIALECTS:
        assert is_workflow(document, dialect) == (workflow_errors(document, dialect) == [])


DATA_FILES: dict[str, tuple[Any, Any]] = {
    "authoring-rules.json": (fast_validator.is_authoring_rules, AuthoringRules),
    "workflow-tags.json": (fast_validator.is_workflow_tags, Tags),
    "features/capabilities.json": (fast_validator.is_feature, Feature),
    "features/memory_context.json": (fast_validator.is_feature, Feature),
}


def _read(name: str) -> Json:
    return json.loads((SPEC / name).read_text("utf-8"))


@pytest.mark.parametrize("name", DATA_FILES)
def test_the_quick_verdict_accepts_the_bundled_data_files(name: str) -> None:
    assert DATA_FILES[name][0](_read(name))


@given(st.data(), st.sampled_from(sorted(DATA_FILES)))
def test_the_quick_verdict_on_a_data_file_is_that_of_its_model(
    data: st.DataObject, name: str
) -> None:
    value = data.draw(mutated(st.builds(_read, st.just(name))))
    is_right, model = DATA_FILES[name]
    assert is_right(value) == (find_errors(model.shape_errors, value) == [])


def verdict(schema: Json, value: Json) -> bool:
    """What the function written for *schema* says of *value*."""
    module: dict[str, Any] = {"__name__": "written"}
    exec(fast_validators({"thing": schema}), module)
    return bool(module["is_thing"](value))


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 3}, [1, 3.0], [0, 4, 1.5, True, "1"]),
        ({"type": "number"}, [0, -1.5], [float("inf"), False, None]),
        ({"type": "string", "minLength": 1, "maxLength": 2}, ["a", "ab"], ["", "abc", 1]),
        ({"type": "string", "pattern": "^(a|b$)"}, ["ac", "b"], ["b\n", "c"]),
        ({"enum": ["a", "b"]}, ["a"], ["c", 1, ["a"]]),
        ({"const": True}, [True], [1, "true"]),
        ({"type": "array", "uniqueItems": True}, [[], [1, True]], [[1, 1.0], [{}, {}]]),
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, [["a"]], [[], [1]]),
        ({"type": "object", "minProperties": 1, "maxProperties": 1}, [{"a": 1}], [{}, []]),
        (
            {"type": "object", "additionalProperties": {"type": "string"}, "properties": {"n": {}}},
            [{"n": 1, "a": ""}],
            [{"a": 1}],
        ),
        ({"properties": {"a": {"type": "string"}}}, [1, {}, {"a": ""}], [{"a": 1}]),
        ({"required": ["a"]}, [1, {"a": None}], [{}]),
        ({"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "integer"}]}, [0.5, ""], [1]),
        ({"anyOf": [{"type": "number"}, {"required": ["a"]}]}, [1, {"a": 1}], [{}]),
        ({"allOf": [{"type": "object"}, {"required": ["a"]}]}, [{"a": 1}], [{}, 1]),
        (
            {"if": {"type": "string"}, "then": {"const": "a"}, "else": {"type": "number"}},
            ["a", 1],
            ["b", None],
        ),
        (
            {
                "$defs": {"node": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
                "$ref": "#/$defs/node",
            },
            [[], [[], [[]]]],
            [[1], {}],
        ),
    ],
)
def test_each_keyword_means_what_json_schema_says(
    schema: Json, right: list[Json], wrong: list[Json]
) -> None:
    assert [verdict(schema, value) for value in right] == [True] * len(right)
    assert [verdict(schema, value) for value in wrong] == [False] * len(wrong)


@pytest.mark.parametrize(
    "schema", [{"not": {}}, {"pattern": "a"}, {"type": "array", "items": {"format": "date"}}]
)
def test_a_schema_that_cannot_be_written_is_refused(schema: Json) -> None:
    with pytest.raises(ValueError, match="no fast validator"):
        fast_validators({"thing": schema})


def test_true_and_one_are_different_list_items() -> None:
    steps = [{"id": "one", "title": "One", "prompt": "Go."}]
    base = {"id": "abc", "name": "n", "description": "d", "version": "1.0.0", "steps": steps}
    parameter = {"name": "p", "type": "boolean", "enum": [True, 1]}
    definition = {"name": "f", "definition": "", "parameters": [parameter]}
    assert is_workflow({**base, "functionDefinitions": [definition]}, DEFAULT)
    assert not is_workflow({**base, "functionDefinitions": [definition, definition]}, DEFAULT)
    assert not is_workflow({**base, "validatedAgainstSpecVersion": True}, DEFAULT)


def test_a_condition_nested_beyond_the_recursion_limit_is_still_judged() -> None:
    condition: Json = {"var": "x"}
    for _ in range(390):
        condition = {"not": condition}
    step = {"id": "one", "title": "One", "prompt": "Go.", "runCondition": condition}
    base = {"id": "abc", "name": "n", "description": "d", "version": "1.0.0", "steps": [step]}
    from workflowkit.format.shape import check_shape

    assert check_shape(base) == []


def test_a_valid_file_does_not_load_the_models() -> None:
    code = (
        "import sys; from workflowkit.format.shape import check_shape;"
        "s = {'id': 'abc', 'name': 'n', 'description': 'd', 'version': '1.0.0',"
        " 'steps': [{'id': 'one', 'title': 'One', 'prompt': 'Go.'}]};"
        "assert check_shape(s) == []; sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
