"""A version is added by a data file alone: one that no engine has."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from tests.spec.test_pack import BUNDLED, refusal
from workflowkit.compiler.context import compile_context
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.schemas.json_schema import json_schema
from workflowkit.schemas.keys import format_keys
from workflowkit.spec.load import parse_pack
from workflowkit.spec.pack import SpecPack
from workflowkit.text.routes import Json

VERSION = "3.130.0"
CHANGE: dict[str, Any] = {
    "version": VERSION,
    "summary": ["steps may be urgent", "twenty consequences", "no modelTier on workflows"],
    "set": {"maxConsequences": 20, "notesLimitBytes": 8192},
    "add": {
        "contracts": ["wr.contracts.weather"],
        "keys": {
            "standardStep.urgency": {
                "description": "How soon the step has to be done.",
                "type": "integer",
                "minimum": 1,
            },
            "workflow.owners": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "loopConfig.pauseWhen": {"$ref": "#/$defs/condition"},
        },
    },
    "remove": {"constructs": ["workflow.modelTier"]},
}
FILE = {f"engines/{VERSION}.json": json.dumps(CHANGE).encode()}
STEP: dict[str, Any] = {"id": "abc", "title": "t", "prompt": "p"}
BASE: dict[str, Any] = {"id": "ab.cd", "name": "n", "description": "d", "version": "1.0.0"}


@cache
def pack(version: str) -> SpecPack:
    return parse_pack(BUNDLED, FILE, version)


def compiled(step: dict[str, Json], version: str = VERSION, **fields: Json) -> Compilation:
    workflow = {**BASE, **fields, "steps": [{**STEP, **step}]}
    return compile_workflow(workflow, compile_context(pack(version)))


def messages(step: dict[str, Json], version: str = VERSION, **fields: Json) -> list[str]:
    return [error.message for error in compiled(step, version, **fields).errors]


def test_the_profile_is_the_one_before_with_the_changes() -> None:
    new, old = pack("latest").engine, pack("3.121.0").engine
    assert (new.version, new.max_consequences, new.notes_limit_bytes) == (VERSION, 20, 8192)
    assert set(new.contracts) - set(old.contracts) == {"wr.contracts.weather"}
    assert set(old.constructs) - set(new.constructs) == {"workflow.modelTier"}
    assert new.context_limit_bytes == old.context_limit_bytes


def test_a_new_key_is_accepted_and_checked() -> None:
    compilation = compiled({"urgency": 2}, owners=["me"])
    assert (compilation.errors, compilation.is_valid) == ((), True)
    assert compilation.hash == compiled({"urgency": 2}, owners=["me"]).hash
    assert messages({"urgency": 0}) == ["'urgency' is 0; expected a whole number of at least 1"]
    assert messages({}, owners=[]) == ["'owners' is empty; expected at least 1 item"]
    assert messages({"urgent": 2}) == ["unknown key 'urgent'"]


def test_a_new_key_may_be_a_condition() -> None:
    config = {"type": "for", "count": 1, "maxIterations": 1, "pauseWhen": {"var": "x"}}
    loop = {"id": "abd", "type": "loop", "title": "t", "loop": config, "body": [STEP]}
    workflow: dict[str, Any] = {**BASE, "steps": [loop]}
    context = compile_context(pack(VERSION))
    assert compile_workflow(workflow, context).is_valid
    config["pauseWhen"] = {"varr": "x"}
    (error,) = compile_workflow(workflow, context).errors
    assert (error.message, error.route[-1]) == ("unknown key 'varr'", "varr")


def test_the_version_before_refuses_all_of_it_and_accepts_what_is_gone() -> None:
    assert messages({"urgency": 2}, "3.121.0") == [
        f"unknown key 'urgency'; engines since {VERSION} know it"
    ]
    ref = {"outputContract": {"contractRef": "wr.contracts.weather"}}
    assert compiled(ref).is_valid
    assert messages(ref, "3.121.0") == [
        f"no contract is called 'wr.contracts.weather'; engines since {VERSION} know it"
    ]
    assert compiled({}, "3.121.0", modelTier="mid").is_valid
    assert messages({}, modelTier="mid") == [
        f"unknown key 'modelTier'; engines from 3.118.0 to before {VERSION} know it"
    ]


def test_the_published_schema_follows() -> None:
    schema = jsonschema.Draft202012Validator(json_schema("workflow", pack(VERSION).dialect))
    assert schema.is_valid({**BASE, "steps": [{**STEP, "urgency": 2}], "owners": ["me"]})
    assert not schema.is_valid({**BASE, "steps": [{**STEP, "urgency": 0}]})
    assert not schema.is_valid({**BASE, "steps": [STEP], "modelTier": "mid"})
    old = jsonschema.Draft202012Validator(json_schema("workflow", pack("3.121.0").dialect))
    assert not old.is_valid({**BASE, "steps": [{**STEP, "urgency": 2}]})


def test_the_explanation_of_keys_follows() -> None:
    keys = {key.name: key for key in format_keys(pack(VERSION).history.dialects)}
    assert keys["standardStep.urgency"].versions == (VERSION,)
    assert keys["standardStep.urgency"].description == "How soon the step has to be done."
    assert keys["workflow.modelTier"].versions == ("3.118.0", "3.119.0", "3.121.0")
    assert keys["standardStep.assessmentConsequences"].limits[VERSION] == 20


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"set": {"maxConsequence": 3}}, "unknown key 'maxConsequence'"),
        ({"set": {"maxConsequences": -1}}, "'maxConsequences' is -1"),
        ({"add": {"contract": ["x"]}}, "unknown key 'contract'"),
        ({"add": {"contracts": [""]}}, "'contracts[0]' is empty"),
        ({"remove": {"contracts": "x"}}, "'contracts' is 'x'"),
        ({"adds": {}}, "unknown key 'adds'"),
        ({"summary": []}, "'summary' is empty"),
        ({"add": {"keys": {"standardStep.x": 3}}}, "'standardStep.x'"),
        ({"add": {"keys": {"standardStep.x": {"format": "date"}}}}, "'standardStep.x'"),
        ({"add": {"keys": {"step.x": {"type": "string"}}}}, "'step.x'"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(
    change: dict[str, Json], message: str
) -> None:
    text = json.dumps({"version": VERSION, "summary": ["x"], **change})
    told, _ = refusal({f"engines/{VERSION}.json": text.encode()})
    assert told.startswith(f"mine/engines/{VERSION}.json:1:")
    assert message in told
