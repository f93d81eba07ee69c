"""`--engine`: one version, a newer one, a range, the project's; and what explains the differences."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran
from workflowkit.cli import main

GATE = {"kind": "human_approval"}
STEP: dict[str, Any] = {"id": "abc", "title": "Read", "prompt": "Read the request."}


def write(folder: Path, **fields: Any) -> Path:
    path = folder / "acme.flow.json"
    step = {**STEP, **fields}
    value = {"id": "acme.flow", "name": "n", "description": "d", "version": "1.0.0"}
    path.write_text(json.dumps({**value, "steps": [step]}), "utf-8")
    return path


def run(*arguments: str) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main.run([*arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def findings(path: Path, engine: str) -> list[tuple[str, str, str]]:
    arguments = ("lint", "--profile", "core", "--format", "json", "--engine", engine, str(path))
    found = json.loads(run(*arguments).out)["diagnostics"]
    return [(entry["severity"], entry["name"], entry["message"]) for entry in found]


def test_a_finding_of_a_range_says_for_which_engines_it_holds(tmp_path: Path) -> None:
    path = write(tmp_path, requireConfirmation=GATE, agentRole="short")
    assert findings(path, ">=3.68,<3.110") == [
        (
            "error",
            "unknown-key",
            "unknown key 'kind'; engines since 3.92.0 know it (engines before 3.92.0)",
        ),
        (
            "error",
            "invalid-schema",
            "'agentRole' is 'short'; expected text of 10 to 1024 characters",
        ),
    ]
    assert findings(path, ">=3.92,<3.110") == findings(path, "3.92.0")


def test_a_range_in_the_configuration_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, modelTier="mid")
    (tmp_path / "wfk.toml").write_text('engines = ">=3.117"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    result = run("lint", "--profile", "core", ".")
    assert result.err.count("note:") == 1
    assert "(engines before 3.118.0)" in result.out
    assert run("lint", "--profile", "core", "--engine", "latest", ".").code == 0


def test_what_a_newer_engine_may_know_is_a_warning(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        requireConfirmation={"kind": "robot"},
        outputContract={"contractRef": "wr.contracts.weather"},
        urgency=3,
        agentRole="short",
    )
    found = findings(path, "3.999.0")
    assert sorted(found) == [
        (
            "error",
            "invalid-schema",
            "'agentRole' is 'short'; expected text of 10 to 1024 characters",
        ),
        (
            "warning",
            "invalid-schema",
            "unknown to this data: 'kind' is 'robot'; expected 'coordinator_eval' or 'human_approval'",
        ),
        (
            "warning",
            "unknown-contract",
            "unknown to this data: no contract is called 'wr.contracts.weather'",
        ),
        ("warning", "unknown-key", "unknown to this data: unknown key 'urgency'"),
    ]
    assert {severity for severity, _, _ in findings(path, "latest")} == {"error"}


@pytest.mark.parametrize(
    ("engine", "text"),
    [("3.68", "invalid"), ("3.117.0", "invalid"), ("3.118.0", "sha256:"), ("9.0", "sha256:")],
)
def test_the_hash_is_that_of_the_engine(tmp_path: Path, engine: str, text: str) -> None:
    path = write(tmp_path, modelTier="mid")
    assert run("hash", "--engine", engine, str(path)).out.startswith(text)


def test_without_its_texts_a_workflow_has_no_hash(tmp_path: Path) -> None:
    path = write(tmp_path)
    value = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**value, "features": ["wr.features.new"]}), "utf-8")
    assert run("hash", "--engine", "9.0", str(path)).out.startswith("unhashable")


@pytest.mark.parametrize("engine", [">=9,<8", "3.x", ">=x", "projects"])
def test_what_is_no_engine_is_refused(tmp_path: Path, engine: str) -> None:
    assert run("lint", "--engine", engine, str(write(tmp_path))).code == 2


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("standardStep.audit", ["standardStep.audit · engines since 3.118.0"]),
        ("forAssessment", ["consequenceTrigger.forAssessment · engines since 3.89.0"]),
        ("audit.rubric", ["audit.rubric · engines since 3.118.0"]),
        ("confirmationGate.condition", ["confirmationGate.condition · engines since 3.102.0"]),
        ("standardStep.prompt", ["standardStep.prompt · all engines"]),
        (
            "assessmentConsequences",
            [
                "standardStep.assessmentConsequences · all engines",
                "At most 1: engines before 3.89.0.",
                "At most 10: engines since 3.89.0.",
            ],
        ),
    ],
)
def test_a_key_is_explained_with_its_engines(key: str, lines: list[str]) -> None:
    result = run("explain", key)
    assert result.code == 0
    assert [line for line in lines if line not in result.out.splitlines()] == []


def test_a_name_that_is_neither_rule_nor_key_is_refused() -> None:
    ran = run("explain", "auditt")
    assert ran.code == 2
    assert "unknown rule or key 'auditt'" in ran.err
    assert "did you mean 'audit'?" in ran.err
    assert "did you mean 'unknown-key'?" in run("explain", "unknwon-key").err


@pytest.mark.parametrize(
    ("engine", "knows"),
    [("3.116", []), ("3.117.0", ["parallelStep"]), ("latest", ["audit", "parallelStep"])],
)
def test_the_schema_is_that_of_the_engine(engine: str, knows: list[str]) -> None:
    schema = json.loads(run("schema", "workflow", "--engine", engine).out)
    assert [name for name in ("audit", "parallelStep") if name in schema["$defs"]] == knows
    assert "x-" not in json.dumps(list(schema["$defs"]))
    assert "x-construct" not in json.dumps(schema)


@pytest.mark.parametrize(
    "command",
    [
        ("preview",),
        ("simulate", "--auto"),
        ("simulate", "--explore"),
        ("graph",),
        ("scenarios", "propose", "--dry-run"),
    ],
)
def test_a_command_says_once_which_engine_stands_for_the_chosen_one(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = write(tmp_path)
    ran = run(*command, str(path), "--engine", "3.70.1")
    assert ran.code == 0
    assert ran.err == "note: engine '3.70.1' is taken as 3.70.0\n"


def test_schemas_and_scenarios_say_which_engine_stands_for_the_chosen_one(
    tmp_path: Path,
) -> None:
    note = "note: engine '3.70.1' is taken as 3.70.0\n"
    assert run("schema", "workflow", "--engine", "3.70.1").err == note
    triggers = tmp_path / "triggers.yml"
    triggers.write_text("triggers:\n", "utf-8")
    assert note in run("triggers", "validate", str(triggers), "--engine", "3.70.1").err
    write(tmp_path)
    scenario = tmp_path / "all.yaml"
    scenario.write_text("workflow: acme.flow.json\n", "utf-8")
    assert run("test", str(scenario), "--engine", "3.70.1").err == note
    assert run("test", str(scenario), "--engine", "3.70.1", "--quiet").err == ""


def test_an_unknown_version_is_answered_with_what_can_be_written(tmp_path: Path) -> None:
    path = str(write(tmp_path))
    assert (
        "write 3.66.0 to 3.121.0, a series such as 3.121,"
        in run("hash", path, "--engine", "abc").err
    )
    assert "did you mean 'latest'?" in run("hash", path, "--engine", "lates").err


def test_a_range_of_one_version_is_named_by_it(tmp_path: Path) -> None:
    ran = run("lint", "--profile", "core", "--engine", ">=3.121", str(write(tmp_path)))
    assert ran.err.startswith("note: engines >=3.121: one version, 3.121.0\n")


@pytest.mark.parametrize("slip", ["nmae", "descr", "ID", "Steps", "vers"])
def test_a_misspelled_key_is_no_news_of_a_newer_engine(tmp_path: Path, slip: str) -> None:
    """No engine does without the key that was meant."""
    meant = {
        "nmae": "name",
        "descr": "description",
        "ID": "id",
        "Steps": "steps",
        "vers": "version",
    }
    path = write(tmp_path)
    path.write_text(path.read_text("utf-8").replace(f'"{meant[slip]}"', f'"{slip}"', 1), "utf-8")
    expected = [("error", "unknown-key", f"unknown key '{slip}'")]
    for engine in ("3.68.0", "99.0.0"):
        assert findings(path, engine) == expected
        assert (
            run("compile", "--engine", engine, "--out", str(tmp_path / "dist"), str(path)).code == 1
        )
        assert run("hash", "--engine", engine, str(path)).code == 1
