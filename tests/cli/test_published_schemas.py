"""What the commands write is what the published schemas promise."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from tests.cli.conftest import GOOD, Wfk
from workflowkit.schemas.json_schema import json_schema


def _check(path: Path | str, name: str) -> Any:
    text = path.read_text("utf-8") if isinstance(path, Path) else path
    value = json.loads(text)
    jsonschema.Draft202012Validator(json_schema(name)).validate(value)
    return value


def test_manifest_and_source_map(good: Path, wfk: Wfk) -> None:
    (good.parent / "broken.json").write_text(GOOD.replace('"title"', '"tilte"'), "utf-8")
    call = {"templateId": "wr.templates.routine.design-review", "args": {}}
    value = json.loads(GOOD)
    value["id"] = "acme.review"
    value["steps"].append({"id": "call", "title": "Call", "templateCall": call})
    (good.parent / "review.json").write_text(json.dumps(value), "utf-8")
    wfk("compile", "--out", "out")
    _check(Path("out/manifest.json"), "manifest")
    _check(Path("out/workflows/acme.release.map.json"), "source-map")


def test_the_bundled_catalogue(wfk: Wfk, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    out = tmp_path / "out"
    wfk("compile", "--out", str(out), str(root / "workflows"), str(root / "routines"))
    _check(out / "manifest.json", "manifest")
    for path in out.glob("workflows/*.map.json"):
        _check(path, "source-map")


def test_report_baseline_and_stamps(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace('"name"', '"owner": 1, "name"'), "utf-8")
    _check(wfk("lint", "--format", "json").out, "diagnostics")
    wfk("lint", "--write-baseline")
    _check(Path("wfk-baseline.json"), "baseline")
    good.write_text(GOOD, "utf-8")
    wfk("stamp", str(good))
    _check(Path("spec/stamps.json"), "stamps")


BROKEN = GOOD.replace('"title"', '"tilte"').replace("acme.release", "acme.broken")
TRIGGERS = """triggers:
  - id: release
    provider: generic
    workflowId: acme.release
    workspacePath: /srv/shop
    hmacSecret: $SECRET
    goalTemplate: "Release {{$.tag}}"
    goal: Release the newest tag
  - id: lost
    provider: generic
    workflowId: acme.nowhere
"""


@pytest.fixture
def project(good: Path) -> Path:
    """A project that has something to say in every list: hidden and left-out files, findings, triggers, bindings."""
    root = good.parents[1]
    (good.parent / "broken.json").write_text(BROKEN, "utf-8")
    (good.parent / "number.json").write_text(
        GOOD.replace("acme.release", "acme.number").replace(
            '"version": "1.0.0"', '"version": "1.0.0", "validatedAgainstSpecVersion": 1e999'
        ),
        "utf-8",
    )
    (good.parent / "empty.json").write_text("", "utf-8")
    (root / "mine").mkdir()
    (root / "mine/release.json").write_text(GOOD, "utf-8")
    (root / "triggers.yml").write_text(TRIGGERS, "utf-8")
    (root / ".workrail").mkdir()
    (root / ".workrail/bindings.json").write_text('{"wr.mr-review": {"nothing": "x"}}', "utf-8")
    (root / "payload.json").write_text('{"tag": "v1", "inner": {"snake_case": 1}}', "utf-8")
    return root


def test_check(project: Path, wfk: Wfk) -> None:
    (project / "wfk.toml").write_text('[lint]\nprofile = "style"\n', "utf-8")
    sources = ("--source", "user=mine", "--source", "project=workflows")
    value = _check(
        wfk("check", "--format", "json", *sources, "--triggers", "triggers.yml").out, "check"
    )
    assert [len(item["hides"]) for item in value["served"] if item["id"] == "acme.release"] == [1]
    assert len(value["unserved"]) == 3
    assert value["bindings"]["diagnostics"]
    assert value["triggers"]["diagnostics"]


def test_pinned_workflows_that_have_drifted(project: Path, wfk: Wfk) -> None:
    bindings = project / ".workrail/bindings.json"
    bindings.write_text('{"wr.mr-review": {"philosophy_review": "routine-plan-analysis"}}', "utf-8")
    root = Path(__file__).parents[2]
    wfk("compile", "--out", "out", "--bindings", str(bindings), str(root / "workflows"))
    bindings.write_text("{}", "utf-8")
    (drifted,) = _check(wfk("check", "--format", "json", "--pinned", "out").out, "check")["drifted"]
    assert drifted["drifts"] == [
        {
            "slot": "philosophy_review",
            "pinned": "routine-plan-analysis",
            "current": "default",
        }
    ]


def test_list(project: Path, wfk: Wfk) -> None:
    value = _check(wfk("list", "--hidden", "--format", "json").out, "list")
    assert "acme.release" in [item["id"] for item in value["workflows"]]
    assert value["tags"]
    assert value["unserved"]


@pytest.mark.parametrize("workflow_id", ["acme.release", "wr.mr-review"])
def test_show(project: Path, wfk: Wfk, workflow_id: str) -> None:
    value = _check(wfk("show", workflow_id, "--format", "json").out, "show")
    assert value["workflow"]["id"] == value["served"]["id"] == workflow_id


def test_stale(project: Path, wfk: Wfk) -> None:
    value = _check(wfk("stale", "--format", "json", "workflows/release.json").out, "stale")
    assert [item["staleness"]["level"] for item in value["workflows"]] == ["possible"]


def test_compat(project: Path, wfk: Wfk) -> None:
    value = _check(wfk("compat", "--format", "json", "workflows").out, "compat")
    assert [item["oldest"] is None for item in value["files"]] == [True, True, True, False]
    assert all(len(item["cells"]) == len(value["engines"]) for item in value["files"])


def test_hash_as_one_object_and_as_lines(project: Path, wfk: Wfk) -> None:
    whole = _check(wfk("hash", "--format", "json", "workflows").out, "hash")
    assert [item["errors"] == [] for item in whole["files"]] == [False, False, False, True]
    lines = wfk("hash", "--format", "jsonl", "workflows").out.splitlines()
    assert [json.loads(line) for line in lines] == whole["files"]


def test_rules_and_coverage(wfk: Wfk) -> None:
    assert len(_check(wfk("rules", "--format", "json").out, "rules")["rules"]) > 300
    covered = wfk("rules", "--coverage", "--format", "json").out
    degrees = {rule["degree"] for rule in _check(covered, "rules-coverage")["rules"]}
    assert degrees == {"full", "part", "advisory"}


def test_findings_of_unreadable_files(project: Path, wfk: Wfk) -> None:
    value = _check(wfk("lint", "--format", "json", "workflows").out, "diagnostics")
    assert {item["path"] for item in value["diagnostics"]} >= {
        "workflows/broken.json",
        "workflows/empty.json",
    }


def test_triggers(project: Path, wfk: Wfk) -> None:
    value = _check(wfk("triggers", "validate", "--format", "json").out, "triggers-validate")
    assert [item["id"] for item in value["triggers"]] == ["release", "lost"]
    known = ("--workflows", "workflows", "--payload", "payload.json")
    tried = wfk("triggers", "test", "triggers.yml", *known, "--format", "json")
    outcomes = _check(tried.out, "triggers-test")["outcomes"]
    assert [outcome["goal"] for outcome in outcomes] == ["Release v1", ""], outcomes
    # What the payload holds is data: its keys stay as they are.
    assert "snake_case" in json.dumps(outcomes[0]["context"])


def test_sessions(wfk: Wfk, tmp_path: Path) -> None:
    started = {"kind": "run_started", "sessionId": "s", "data": {"workflowId": "acme.release"}}
    reported = {"metrics_outcome": "partial", "metrics_pr_numbers": [3], "metrics_files_changed": 2}
    scope = {"runId": "r", "nodeId": "n"}
    events: list[dict[str, Any]] = [
        {**started, "eventIndex": 0, "scope": scope},
        {
            "kind": "context_set",
            "sessionId": "s",
            "eventIndex": 1,
            "scope": scope,
            "data": {"context": reported},
        },
        {"kind": "run_completed", "sessionId": "s", "eventIndex": 2, "scope": scope, "data": {}},
        {**started, "sessionId": "open", "eventIndex": 0, "scope": scope},
    ]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(event) + "\n" for event in events), "utf-8")
    value = _check(wfk("sessions", "metrics", "--format", "json", str(log)).out, "sessions-metrics")
    assert [session["completed"] for session in value["sessions"]] == [True, False]
    assert value["sessions"][0]["agentReported"]["prNumbers"] == [3]
    _check(
        wfk("sessions", "metrics", "--totals", "--format", "json", str(log)).out,
        "sessions-metrics",
    )


def test_files_that_people_write(project: Path) -> None:
    triggers = YAML(typ="safe", pure=True).load(TRIGGERS.partition("  - id: lost")[0])
    _check(json.dumps(triggers), "triggers")
    config = tomllib.loads((project / "wfk.toml").read_text("utf-8"))
    _check(json.dumps(config), "config")


def test_every_object_of_a_written_format_is_closed_and_whole() -> None:
    written = {
        "baseline", "check", "compat", "diagnostics", "hash", "list", "manifest", "rules", "rules-coverage",
        "sessions-metrics", "show", "source-map", "stale", "stamps", "triggers-test", "triggers-validate",
    }  # fmt: skip
    for name in written:
        schema = json_schema(name)
        version = 2 if name == "baseline" else 1
        assert schema["properties"]["formatVersion"]["const"] == version, name
        for kind in (schema, *schema.get("$defs", {}).values()):
            if "properties" in kind:
                assert kind["required"] == list(kind["properties"]), name
                assert kind["additionalProperties"] is False, name
                assert not any("_" in key for key in kind["properties"]), name
