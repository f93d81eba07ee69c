from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.cli.conftest import Wfk
from workflowkit.schemas.json_schema import json_schema

FLOW = """{
  "id": "acme.flow", "name": "Flow", "description": "For tests.", "version": "1.0.0",
  "steps": [
    {"id": "ask", "title": "Ask for {{goal}}", "prompt": "Ask for {{goal}}."},
    {"id": "build", "title": "Build", "agentRole": "You build.", "prompt": "Build {{what}}.",
     "promptFragments": [
       {"id": "slow", "when": {"var": "mode", "equals": "slow"}, "text": "Take your time."}
     ]}
  ]
}
"""


def test_the_first_step_is_shown_without_context(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW, "utf-8")
    ran = wfk("preview", "flow.json", "--step", "ask", "--context", "goal=a name")
    assert ran.code == 0
    assert "\nAsk for [unset: goal].\n" in ran.out
    assert "--reminder" in ran.err
    ran = wfk("preview", "flow.json", "--step", "ask", "--context", "goal=a name", "--reminder")
    assert "=== ask: Ask for a name" in ran.out
    assert ran.err == ""


def test_fragments_follow_the_context(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW, "utf-8")
    (folder / "context.yaml").write_text("what: 3\nmode: fast\n", "utf-8")
    ran = wfk("preview", "flow.json", "--step", "build", "--context-file", "context.yaml")
    assert "Build 3." in ran.out
    assert "Take your time." not in ran.out
    arguments = ("--context-file", "context.yaml", "--context", "mode=slow", "--provenance")
    ran = wfk("preview", "flow.json", "--step", "build", *arguments)
    assert "Take your time." in ran.out
    assert '[fragment slow (steps[1].promptFragments[0].text), when {"var": "mode"' in ran.out
    assert "role, sent beside the prompt: You build." in ran.out


def test_json_follows_its_schema(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW, "utf-8")
    ran = wfk("preview", "flow.json", "--format", "json")
    preview = json.loads(ran.out)
    Draft202012Validator(json_schema("preview")).validate(preview)
    assert [step["step"] for step in preview["steps"]] == ["ask", "build"]
    build = preview["steps"][1]
    assert build["prompt"].startswith("Build [unset: what].\n\n## Notes")
    assert build["size"]["characters"] == len(build["prompt"])
    assert build["authoredSize"]["characters"] == len("Build [unset: what].")


def test_markdown_quotes_the_prompt(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW, "utf-8")
    ran = wfk("preview", "flow.json", "--format", "markdown", "--step", "build")
    assert "> Build [unset: what]." in ran.out.splitlines()
    assert "> ## Notes for this step" in ran.out.splitlines()


def test_an_unknown_step_is_a_usage_error(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW, "utf-8")
    ran = wfk("preview", "flow.json", "--step", "biuld")
    assert ran.code == 2
    assert "did you mean 'build'?" in ran.err


def test_a_pass_beyond_the_bound_of_the_loop_is_a_usage_error(folder: Path, wfk: Wfk) -> None:
    flow = json.loads(FLOW)
    loop = {"type": "for", "count": 2, "maxIterations": 2}
    body = [{"id": "draft", "title": "Draft", "prompt": "Draft it."}]
    flow["steps"].append({"id": "rounds", "type": "loop", "title": "R", "loop": loop, "body": body})
    (folder / "flow.json").write_text(json.dumps(flow), "utf-8")
    assert wfk("preview", "flow.json", "--step", "draft", "--iteration", "2").code == 0
    ran = wfk("preview", "flow.json", "--step", "draft", "--iteration", "3")
    assert ran.code == 2
    assert "loop 'rounds' has at most 2 passes" in ran.err
    # A step outside of loops has no passes to count.
    assert wfk("preview", "flow.json", "--step", "build", "--iteration", "3").code == 0


def test_a_step_without_a_title_is_named_by_its_id(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW, "utf-8")
    ran = wfk("preview", "flow.json", "--engine", "3.121.0")
    assert ran.out.splitlines()[0] == "=== wr-system-onboarding"


def test_a_file_that_does_not_compile_is_reported(folder: Path, wfk: Wfk) -> None:
    (folder / "flow.json").write_text(FLOW.replace('"build"', '"ask"'), "utf-8")
    ran = wfk("preview", "flow.json")
    assert ran.code == 1
    assert "duplicate-step-id" in ran.err
    (folder / "flow.json").write_text("{", "utf-8")
    assert wfk("preview", "flow.json").code == 1
    assert wfk("preview", ".").code == 2
