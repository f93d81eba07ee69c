"""The quick verdict says what the models say."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings

from tests.strategies import mutated
from workflowkit.model import verdict
from workflowkit.model.validation import workflow_errors
from workflowkit.model.verdict import is_workflow
from workflowkit.model.workflow_schema import SCHEMA
from workflowkit.source.routes import Json


def _keywords(schema: Json) -> set[str]:
    found: set[str] = set()
    if isinstance(schema, dict):
        for key, value in schema.items():
            found.add(key)
            parts = value.values() if key in ("properties", "$defs") else [value]
            for part in parts:
                if key not in ("const", "enum", "default"):
                    found |= _keywords(part)
    elif isinstance(schema, list):
        for item in schema:
            found |= _keywords(item)
    return found


def test_every_keyword_of_the_schema_is_understood() -> None:
    assert _keywords(SCHEMA) <= verdict.keywords()


@given(mutated())
@settings(max_examples=300, deadline=None)
def test_the_quick_verdict_is_the_models_verdict(document: Json) -> None:
    assert is_workflow(document) == (workflow_errors(document) == [])


def test_true_and_one_are_different_list_items() -> None:
    steps = [{"id": "one", "title": "One", "prompt": "Go."}]
    base = {"id": "abc", "name": "n", "description": "d", "version": "1.0.0", "steps": steps}
    parameter = {"name": "p", "type": "boolean", "enum": [True, 1]}
    definition = {"name": "f", "definition": "", "parameters": [parameter]}
    assert is_workflow({**base, "functionDefinitions": [definition]})
    assert not is_workflow({**base, "functionDefinitions": [definition, definition]})
    assert not is_workflow({**base, "validatedAgainstSpecVersion": True})


def test_a_condition_nested_beyond_the_recursion_limit_is_still_judged() -> None:
    condition: Json = {"var": "x"}
    for _ in range(390):
        condition = {"not": condition}
    step = {"id": "one", "title": "One", "prompt": "Go.", "runCondition": condition}
    base = {"id": "abc", "name": "n", "description": "d", "version": "1.0.0", "steps": [step]}
    from workflowkit.model.shape import check_shape

    assert check_shape(base) == []


def test_a_valid_file_does_not_load_the_models() -> None:
    code = (
        "import sys; from workflowkit.model.shape import check_shape;"
        "s = {'id': 'abc', 'name': 'n', 'description': 'd', 'version': '1.0.0',"
        " 'steps': [{'id': 'one', 'title': 'One', 'prompt': 'Go.'}]};"
        "assert check_shape(s) == []; sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
