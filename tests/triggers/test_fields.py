from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from tests.engines import spec
from tests.triggers.running_rules import TRIGGER_RULES
from workflowkit.lint.rule import Rule
from workflowkit.schemas.json_schema import json_schema
from workflowkit.schemas.trigger_schema import trigger_schema
from workflowkit.triggers import fields

SCHEMA = json_schema("triggers")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_keys_are_spelled_as_the_engine_reads_them() -> None:
    # docs/engine/triggers.md 2: all camelCase but for one.
    assert "autoOpenPR" in fields.TRIGGER_KEYS
    assert fields.BLOCK_KEYS["onComplete"] == ("runOn", "workflowId", "goal")
    properties = SCHEMA["$defs"]["triggerSettings"]["properties"]
    assert list(properties) == list(fields.TRIGGER_KEYS)


def test_every_provider_has_its_name() -> None:
    named = [
        fields.GENERIC,
        fields.GITLAB,
        fields.GITHUB_ISSUES,
        fields.GITHUB_PRS,
        fields.QUEUE,
    ]
    assert list(fields.PROVIDERS) == named


def test_keys_of_a_source_are_those_of_its_providers() -> None:
    keys = {key for keys in fields.SOURCE_KEYS.values() for key in keys}
    assert set(fields.BLOCK_KEYS["source"]) == keys


@pytest.mark.parametrize("rule", TRIGGER_RULES, ids=lambda rule: rule.name)
def test_good_examples_satisfy_the_schema(rule: Rule) -> None:
    value = YAML(typ="safe", pure=True).load(rule.example("Good"))
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"provider": "Generic"},
        {"concurrencyMode": "both"},
        {"autocommit": True},
        {"hmacSecret": "plain"},
        {"agentConfig": {"maxTurns": 0}},
        {"workflowId": None},
    ],
)
def test_mistakes_violate_the_schema(change: dict[str, Any]) -> None:
    trigger = {
        "id": "review",
        "provider": "generic",
        "workflowId": "demo.flow",
        "workspacePath": "/srv/shop",
    }
    assert list(VALIDATOR.iter_errors({"triggers": [trigger]})) == []
    assert list(VALIDATOR.iter_errors({"triggers": [trigger | change]})) != []


def test_a_queue_needs_a_source_and_no_workflow() -> None:
    queue = {"id": "queue", "provider": "github_queue_poll", "workspacePath": "/srv/shop"}
    source = {"repo": "acme/shop", "token": "$HOOK_SECRET"}
    assert list(VALIDATOR.iter_errors({"triggers": [queue]})) != []
    assert list(VALIDATOR.iter_errors({"triggers": [queue | {"source": source}]})) == []


def test_the_published_schema_is_the_one_that_is_generated() -> None:
    root = Path(import_module("workflowkit").__file__).parent.parent
    assert json.loads((root / "spec/triggers.schema.json").read_text()) == SCHEMA


def schema_of(engine: str) -> dict[str, Any]:
    keys = spec(engine).engine.trigger_keys
    return trigger_schema({path: key.schema for path, key in keys.items()})


def trigger(**fields: Any) -> dict[str, Any]:
    base = {"id": "a", "provider": "generic", "workflowId": "w", "workspacePath": "/s"}
    return {"triggers": [{**base, **fields}]}


@pytest.mark.parametrize(
    ("fields", "before", "since"),
    [
        ({"agentConfig": {"maxOutputTokens": 9000}}, "3.68.0", "3.69.0"),
        ({"maxQueueDepth": 4}, "3.69.0", "3.70.0"),
        ({"stallTimeoutSeconds": 60}, "3.72.1", "3.73.0"),
        ({"branchStrategy": "read-only"}, "3.90.1", "3.91.0"),
        ({"reviewerIdentity": "kim"}, "3.90.1", "3.91.0"),
        ({"reviewerLogin": "kim"}, "3.90.1", "3.91.0"),
        ({"delivery": {"kind": "any"}}, "3.94.0", "3.97.0"),
        ({"agentConfig": {"modelTier": "heavy"}}, "3.117.0", "3.118.0"),
    ],
)
def test_the_schema_of_a_version_has_its_keys(
    fields: dict[str, Any], before: str, since: str
) -> None:
    for version, is_valid in ((before, False), (since, True), ("3.121.0", True)):
        schema = schema_of(version)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        assert validator.is_valid(trigger()), version
        assert validator.is_valid(trigger(**fields)) == is_valid, version


@pytest.mark.parametrize(
    ("version", "model", "is_valid"),
    [
        ("3.78.0", "fast", True),
        ("3.79.1", "fast", False),
        ("3.79.1", "acme/fast", True),
        ("3.121.0", "acme/", False),
    ],
)
def test_the_schema_of_a_version_has_its_form_of_a_model(
    version: str, model: str, is_valid: bool
) -> None:
    validator = jsonschema.Draft202012Validator(schema_of(version))
    assert validator.is_valid(trigger(agentConfig={"model": model})) == is_valid


def test_the_schema_of_the_default_engine_is_the_published_one() -> None:
    assert schema_of("3.68.0") == SCHEMA
