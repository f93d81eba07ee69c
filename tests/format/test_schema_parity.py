"""pydantic, the generated JSON Schema and the shape check agree on every document."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from jsonschema.protocols import Validator

from tests.strategies import mutated, workflows
from workflowkit.format.dialect import Dialect, judged
from workflowkit.format.shape import check_shape
from workflowkit.format.workflow import AuthoredWorkflow
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text.routes import Json


def _pattern(
    _: Validator, pattern: str, value: Json, __: Any
) -> Iterator[jsonschema.ValidationError]:
    # Python's `$` also matches before a final line feed; ECMAScript's, which JSON Schema means, does not.
    if isinstance(value, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), value):
        yield jsonschema.ValidationError("does not match")


def _is_number(_: Any, value: Json) -> bool:
    # The engine's validator takes no number that overflowed; the library would.
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


BASE = jsonschema.Draft202012Validator
STRICT = jsonschema.validators.extend(
    BASE,
    validators={"pattern": _pattern},
    type_checker=BASE.TYPE_CHECKER.redefine("number", _is_number),
)
SCHEMA = json_schema("workflow")


def is_accepted_by_the_schema(document: Json) -> bool:
    return bool(STRICT(SCHEMA).is_valid(document))


def has_lone_surrogates(document: Json) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


@given(workflows())
def test_generated_workflows_are_accepted_by_all(document: Json) -> None:
    assert check_shape(document) == []
    assert is_accepted_by_the_schema(document)


@given(mutated())
def test_all_give_one_verdict_on_mutated_workflows(document: Json) -> None:
    is_legal = check_shape(document) == []
    assert is_accepted_by_the_schema(document) == is_legal
    # pydantic alone cannot read lone surrogates, which is why the shape check replaces them.
    if not has_lone_surrogates(document):
        errors = judged(AuthoredWorkflow.shape_errors(document), document, Dialect())
        assert (errors == []) == is_legal


@given(mutated())
def test_the_schema_check_never_depends_on_the_order_of_keys(document: Json) -> None:
    assert len(check_shape(_reversed(document))) == len(check_shape(document))


def _reversed(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return [_reversed(item) for item in value] if isinstance(value, list) else value


def test_the_generated_schema_is_a_valid_schema() -> None:
    BASE.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["condition", "standardStep", "loopStep", "validationCriteria"])
def test_definitions_have_plain_names(name: str) -> None:
    assert name in SCHEMA["$defs"]


def test_every_property_is_described() -> None:
    objects = {"workflow": SCHEMA, **SCHEMA["$defs"]}
    undescribed = [
        f"{name}.{key}"
        for name, schema in objects.items()
        for key, written in schema.get("properties", {}).items()
        if not written.get("description")
    ]
    assert undescribed == []
