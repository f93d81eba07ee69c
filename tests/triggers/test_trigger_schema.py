from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from workflowkit.model import triggers as model
from workflowkit.schemas.json_schema import json_schema
from workflowkit.triggers import fields
from workflowkit.triggers.rules import ALL

SCHEMA = json_schema("triggers")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_knows_the_keys_of_the_reader():
    assert sorted(model.TriggerEntry.legal_keys()) == sorted(fields.TRIGGER_KEYS)
    assert sorted(model.TriggerSource.legal_keys()) == sorted(fields.BLOCK_KEYS["source"])
    for name, block in (
        ("agentConfig", model.AgentConfig),
        ("onComplete", model.OnComplete),
        ("dispatchCondition", model.DispatchCondition),
    ):
        assert sorted(block.legal_keys()) == sorted(fields.BLOCK_KEYS[name])


def test_the_schema_knows_the_words_of_the_loader():
    entry = SCHEMA["$defs"]["triggerEntry"]["properties"]
    assert tuple(entry["provider"]["enum"]) == fields.PROVIDERS
    assert tuple(entry["concurrencyMode"]["enum"]) == fields.CONCURRENCY_MODES
    assert tuple(entry["branchStrategy"]["enum"]) == fields.BRANCH_STRATEGIES
    config = SCHEMA["$defs"]["agentConfig"]["properties"]
    assert tuple(config["stuckAbortPolicy"]["enum"]) == fields.STUCK_POLICIES
    hook = SCHEMA["$defs"]["onComplete"]["properties"]
    assert tuple(hook["runOn"]["enum"]) == fields.RUN_ON


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_good_examples_satisfy_the_schema(rule):
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
def test_mistakes_violate_the_schema(change):
    trigger = {
        "id": "review",
        "provider": "generic",
        "workflowId": "demo.flow",
        "workspacePath": "/srv/shop",
    }
    assert list(VALIDATOR.iter_errors({"triggers": [trigger]})) == []
    assert list(VALIDATOR.iter_errors({"triggers": [trigger | change]})) != []


def test_a_queue_needs_a_source_and_no_workflow():
    queue = {"id": "queue", "provider": "github_queue_poll", "workspacePath": "/srv/shop"}
    source = {"repo": "acme/shop", "token": "$HOOK_SECRET"}
    assert list(VALIDATOR.iter_errors({"triggers": [queue]})) != []
    assert list(VALIDATOR.iter_errors({"triggers": [queue | {"source": source}]})) == []


def test_the_published_schema_is_the_one_that_is_generated():
    root = Path(import_module("workflowkit").__file__).parent.parent
    assert json.loads((root / "spec/triggers.schema.json").read_text()) == SCHEMA
