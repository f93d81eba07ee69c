from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest

from workflowkit.errors import UsageError
from workflowkit.schemas.json_schema import json_schema
from workflowkit.spec.load import parse_pack
from workflowkit.spec.overlay import check_overlay
from workflowkit.spec.pack import Contract, Feature, SpecPack
from workflowkit.text.routes import Json

SPEC = Path(__file__).parent.parent.parent / "spec"
BUNDLED = {
    path.relative_to(SPEC).as_posix(): path.read_bytes()
    for path in SPEC.rglob("*")
    if path.suffix in (".json", ".md")
}


def pack(overlay: Mapping[str, bytes] | None = None, engine: str = "3.68.0") -> SpecPack:
    return parse_pack(BUNDLED, overlay or {}, engine, overlay_name="mine")


def test_the_bundled_files_have_no_mistakes() -> None:
    check_overlay(BUNDLED, "spec")


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("feature", "features/*.json"),
        ("engine", "engines/3.66.0.json"),
        ("engine-change", "engines/3.[!6]*.json"),
        ("engine-change", "engines/3.6[!6]*.json"),
        ("workflow-tags", "workflow-tags.json"),
        ("authoring-rules", "authoring-rules.json"),
    ],
)
def test_the_bundled_files_satisfy_their_published_schemas(schema: str, pattern: str) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(schema))
    paths = list(SPEC.glob(pattern))
    assert paths
    for path in paths:
        validator.validate(json.loads(path.read_bytes()))


def test_the_registries_are_those_of_the_engine() -> None:
    # docs/engine/compiler.md#features, docs/engine/compiler.md#refs, docs/engine/contracts.md.
    bundled = pack()
    assert sorted(bundled.refs) == [
        "wr.refs.adversarial_challenge_rules",
        "wr.refs.memory_query",
        "wr.refs.memory_store",
        "wr.refs.memory_usage",
        "wr.refs.notes_first_durability",
        "wr.refs.parallelize_cognition_serialize_synthesis",
        "wr.refs.synthesis_under_disagreement",
    ]
    assert sorted(bundled.features) == [
        "wr.features.capabilities",
        "wr.features.memory_context",
        "wr.features.subagent_guidance",
    ]
    assert sorted(bundled.contracts) == sorted(bundled.engine.contracts)


def test_a_final_line_feed_is_not_part_of_a_ref() -> None:
    texts = {"refs/a.md": b"Rules:\n- one\n", "refs/b.md": b"no end", "refs/c.md": b"x\n\n"}
    made = parse_pack(BUNDLED | texts, {}, "3.68.0")
    assert [made.refs[f"wr.refs.{name}"] for name in "abc"] == ["Rules:\n- one", "no end", "x\n"]


def test_an_overlay_wins_file_by_file() -> None:
    feature = {"constraints": ["Be brief."], "verify": [[{"kind": "ref", "refId": "wr.refs.x"}]]}
    overlay = {
        "features/capabilities.json": json.dumps(feature).encode(),
        "refs/x.md": b"X",
        "contracts/note.schema.json": b'{"type": "object"}',
    }
    made = pack(overlay)
    assert made.features["wr.features.capabilities"] == Feature(
        ("Be brief.",), (), ([{"kind": "ref", "refId": "wr.refs.x"}],)
    )
    assert made.refs["wr.refs.x"] == "X"
    assert made.contracts["wr.contracts.note"] == Contract(
        "wr.contracts.note", "wr.note", {"type": "object"}
    )
    assert (
        made.features["wr.features.memory_context"] == pack().features["wr.features.memory_context"]
    )


def test_the_version_tells_packs_apart() -> None:
    rules = json.loads(BUNDLED["authoring-rules.json"])["rulesVersion"]
    assert pack().version.split("+")[0] == str(rules)
    assert pack().version == pack().version
    assert pack().version != pack({"refs/x.md": b"X"}).version


def test_parts_that_are_not_there_are_empty() -> None:
    engine = {"engines/3.66.0.json": BUNDLED["engines/3.66.0.json"]}
    made = parse_pack(engine, {}, "3.66.0")
    assert (made.refs, made.features, made.contracts, made.aliases) == ({}, {}, {}, {})
    assert (made.tags, made.authoring_rules) == (None, None)


def test_tags_keep_their_order_and_hidden_workflows() -> None:
    tags = {
        "tags": [
            {"id": "zeta", "displayName": "Zeta", "when": ["w"], "examples": ["ab.c"]},
            {"id": "alpha", "displayName": "Alpha", "when": ["w"]},
        ],
        "workflows": {"ab.c": {"tags": ["zeta"]}, "ab.d": {"tags": [], "hidden": True}},
    }
    made = pack({"workflow-tags.json": json.dumps(tags).encode()}).tags
    assert made is not None
    assert [(tag.id, tag.display_name, tag.examples) for tag in made.tags] == [
        ("zeta", "Zeta", ("ab.c",)),
        ("alpha", "Alpha", ()),
    ]
    assert {key: entry.hidden for key, entry in made.workflows.items()} == {
        "ab.c": False,
        "ab.d": True,
    }


@pytest.mark.parametrize(
    ("retired", "current"),
    [
        ("routine-tension-driven-design", "wr.routine-tension-driven-design"),
        ("mr-review-workflow-agentic", "wr.mr-review"),
        ("workflow-diagnose-environment", "wr.diagnose-environment"),
        ("presentation-creation", "wr.presentation-creation"),
    ],
)
def test_retired_ids_lead_to_current_ones(retired: str, current: str) -> None:
    assert pack().aliases[retired] == current


def test_aliases_lead_to_workflows_of_the_tag_file_and_never_to_aliases() -> None:
    bundled = pack()
    assert bundled.tags is not None
    assert set(bundled.aliases.values()) <= set(bundled.tags.workflows)
    assert not set(bundled.aliases) & set(bundled.tags.workflows)


def test_what_versions_differ_in_is_data() -> None:
    # docs/engine/versions.md.
    old, reference, new = (
        pack(engine=version).engine for version in ("3.66.0", "3.68.0", "3.121.0")
    )
    assert old.routine_prefixes == ("routine-",)
    assert reference.routine_prefixes == ("wr.routine-", "routine-")
    assert (reference.max_consequences, new.max_consequences) == (1, 10)
    assert (reference.loop_decision_scope, new.loop_decision_scope) == ("session", "submission")
    assert (reference.has_conditional_gates, new.has_conditional_gates) == (False, True)
    assert reference.contracts_without_validator == (
        "wr.contracts.assessment",
        "wr.contracts.discovery_handoff",
    )
    assert new.contracts_without_validator == (
        "wr.contracts.assessment",
        "wr.contracts.differentiation_handoff",
    )
    assert sorted(set(new.contracts) - set(reference.contracts)) == [
        "wr.contracts.coding_handoff",
        "wr.contracts.differentiation_handoff",
        "wr.contracts.gate_verdict",
        "wr.contracts.shaping_handoff",
    ]


def refusal(overlay: Mapping[str, bytes], engine: str = "3.68.0") -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        pack(overlay, engine)
    return caught.value.message, caught.value.help


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("3.68.0", "3.68.0"),
        ("3.68", "3.68.0"),
        ("3.67", "3.67.0"),
        ("3.70.1", "3.70.0"),
        ("3.71.0", "3.71.0"),
        ("3.71", "3.71.1"),
        ("3.120.9", "3.119.0"),
        ("3", "3.121.0"),
        ("9.9.9", "3.121.0"),
        ("latest", "3.121.0"),
    ],
)
def test_an_engine_version_means_the_nearest_one_before_it(asked: str, meant: str) -> None:
    assert pack({}, asked).engine.version == meant


def test_an_engine_version_before_all_is_refused() -> None:
    assert refusal({}, "3.65.9") == (
        "engine version '3.65.9' is older than all that are known",
        "the oldest one known is 3.66.0",
    )


def test_what_is_no_engine_version_lists_the_known_ones() -> None:
    assert refusal({}, "latets") == (
        "engine version 'latets' is unknown",
        "did you mean 'latest'?",
    )
    assert refusal({}, "v3")[0] == "engine version 'v3' is unknown"


BAD_OVERLAYS: list[tuple[str, str, str]] = [
    (
        "features/x.json",
        '{\n  "procedure": [],\n  "constraint": []\n}',
        "mine/features/x.json:3:3: unknown key 'constraint'; did you mean 'constraints'?",
    ),
    (
        "features/x.json",
        '{"verify": [1]}',
        "mine/features/x.json:1:13: 'verify[0]' is 1; expected text or a list of prompt parts",
    ),
    (
        "features/x.json",
        '{"verify": [],}',
        "mine/features/x.json:1:15: a comma is before the closing bracket; remove the comma",
    ),
    (
        "features/x.json",
        "[]",
        "mine/features/x.json:1:1: the document is []; expected a feature object",
    ),
    (
        "workflow-tags.json",
        '{"tags": [], "workflows": {"a.b": {"tag": []}}}',
        "mine/workflow-tags.json:1:36: unknown key 'tag'; did you mean 'tags'?",
    ),
    (
        "aliases.json",
        '{"old": 3}',
        "mine/aliases.json:1:9: 'old' is 3; expected text of 1 to 64 characters",
    ),
    (
        "contracts/x.schema.json",
        "true",
        "mine/contracts/x.schema.json:1:1: the document is true; expected a JSON Schema object",
    ),
    (
        "authoring-rules.json",
        "{}",
        "mine/authoring-rules.json:1:1: authoring rules file has no 'changelog', 'enforcementKinds', "
        "'formatVersion', 'levels', 'planned', 'reviewedOn', 'rulesVersion', 'scopes', 'statuses' or 'topics'; add them",
    ),
    (
        "feature/x.json",
        "{}",
        "mine/feature/x.json: unknown folder 'feature'; did you mean 'features'?",
    ),
]


@pytest.mark.parametrize(("path", "text", "message"), BAD_OVERLAYS)
def test_a_mistake_in_an_overlay_is_told_with_its_place(path: str, text: str, message: str) -> None:
    assert refusal({path: text.encode()}) == (message, "")


def test_an_engine_profile_is_named_after_its_version() -> None:
    message, _ = refusal({"engines/4.0.0.json": BUNDLED["engines/3.68.0.json"]})
    assert message == (
        "mine/engines/4.0.0.json:2:14: 'version' is '3.68.0', but the file is named 4.0.0.json"
    )


@pytest.mark.parametrize("path", ["README.md", "notes/x.json", "workflow.schema.json"])
def test_files_that_are_no_part_of_a_pack_are_left_alone(path: str) -> None:
    assert pack({path: b"not JSON"}).engine == pack().engine


JSON_VALUES: list[Json] = [None, True, 3, "x", [], [[]], {}, {"": {}}, {"version": {}}, {"tags": 1}]


READ_FILES = [
    "features/x.json",
    "engines/9.9.9.json",
    "workflow-tags.json",
    "aliases.json",
    "authoring-rules.json",
    "contracts/x.schema.json",
]


@pytest.mark.parametrize("value", JSON_VALUES)
@pytest.mark.parametrize("path", READ_FILES)
def test_any_value_in_an_overlay_is_survived(path: str, value: Json) -> None:
    try:
        made = pack({path: json.dumps(value).encode()})
    except UsageError:
        return
    assert made.tags is not None
    assert made.contracts
    assert made.version


def test_reading_the_bundled_pack_imports_no_pydantic() -> None:
    code = "import sys, workflowkit.spec.load; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
