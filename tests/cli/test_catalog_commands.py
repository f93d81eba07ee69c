"""`wfk check`, `list`, `show`, `stamp` and `stale`, as a user runs them."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import GOOD, Wfk
from workflowkit.schemas.json_schema import json_schema

BROKEN = '{\n  "id": "acme.broken",\n'
FIXTURES = ("test-artifact-loop-control", "test-session-persistence")


def record(text: str, schema: str) -> Any:
    """The JSON that a command printed, after a look at its schema."""
    value = json.loads(text)
    jsonschema.Draft202012Validator(json_schema(schema)).validate(value)
    return value


def write(path: str, content: Any) -> Path:
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return place


def workflow(workflow_id: str, **more: Any) -> dict[str, Any]:
    return {**json.loads(GOOD), "id": workflow_id, **more}


# wfk check


def test_check_is_calm_when_everything_is_served(good: Path, wfk: Wfk) -> None:
    ran = wfk("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "36 workflows served (1 project, 35 bundled), 0 not served, 15 examples skipped\n"
    )


def test_check_tells_what_is_left_out_and_what_to_do(good: Path, wfk: Wfk) -> None:
    write("workflows/broken.json", BROKEN)
    write("workflows/mine.json", workflow("wr.mine"))
    ran = wfk("check")
    assert ran.code == 1
    assert ran.out.startswith(
        "not served: workflows/broken.json (project)\n"
        "  not JSON: the text ends too early\n"
        "  = help: close what is still open\n"
        "not served: workflows/mine.json (project, id 'wr.mine')\n"
        "  the namespace 'wr' is reserved for bundled workflows\n"
        "  = help: give it a namespace of your own, as in 'acme.mine'\n"
    )
    assert ran.out.endswith(", 2 not served, 15 examples skipped\n")


def test_check_tells_shadowing_with_both_places(good: Path, wfk: Wfk) -> None:
    write("mine/a.json", workflow("acme.release"))
    ran = wfk("check", "--source", "user=mine", "--source", "project=workflows")
    assert ran.code == 0
    assert ran.out.startswith(
        "hidden: mine/a.json (user, id 'acme.release')\n"
        "  workflows/release.json (project) is served: project sources have precedence over user sources\n"
    )


def test_check_warns_of_legacy_ids(good: Path, wfk: Wfk) -> None:
    write("workflows/old.json", workflow("old"))
    ran = wfk("check")
    assert ran.code == 0
    assert "warning: workflows/old.json (project, id 'old')\n  its id has no namespace" in ran.out


def test_check_in_json_says_the_same(good: Path, wfk: Wfk) -> None:
    write("workflows/broken.json", BROKEN)
    write("mine/a.json", workflow("acme.release"))
    ran = wfk("check", "--format", "json", "--source", "user=mine", "--source", "project=workflows")
    value = record(ran.out, "check")
    assert ran.code == 1
    assert value["unserved"] == [
        {
            "id": "",
            "source": "project",
            "path": "workflows/broken.json",
            "reasons": ["not JSON: the text ends too early"],
            "help": "close what is still open",
        }
    ]
    assert [item for item in value["served"] if item["source"] != "bundled"] == [
        {
            "id": "acme.release",
            "source": "project",
            "path": "workflows/release.json",
            "warnings": [],
            "hides": [
                {
                    "path": "mine/a.json",
                    "source": "user",
                    "reason": "project sources have precedence over user sources",
                }
            ],
        }
    ]
    assert (len(value["examples"]), value["bindings"], value["triggers"]) == (15, None, None)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("workflows", "invalid source 'workflows'"),
        ("project=", "invalid source 'project='"),
        (
            "projekt=workflows",
            "unknown kind of source 'projekt'\n     did you mean 'project'?",
        ),
    ],
)
def test_a_source_that_is_none_is_a_usage_error(
    good: Path, wfk: Wfk, source: str, told: str
) -> None:
    ran = wfk("check", "--source", source)
    assert (ran.code, told in ran.err) == (2, True)


def test_the_home_folder_may_be_written_as_a_tilde(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(good.parent.parent))
    ran = wfk("check", "--source", "user=~/workflows")
    assert (ran.code, "1 user" in ran.out) == (0, True)


def test_a_missing_folder_is_left_out(good: Path, wfk: Wfk) -> None:
    ran = wfk("check", "--source", "user=nowhere")
    assert (ran.code, "not served: nowhere (user)\n  no such folder\n" in ran.out) == (1, True)


TRIGGER = """triggers:
  - id: release
    provider: generic
    workflowId: {}
    workspacePath: /srv/shop
    hmacSecret: $SECRET
    goalTemplate: "Release {{{{$.tag}}}}"
    goal: Release the newest tag
    agentConfig:
      maxSessionMinutes: 60
      maxTurns: 100
"""


@pytest.mark.parametrize(
    ("workflow_id", "code", "told"),
    [
        ("acme.release", 0, ""),
        ("acme.relaese", 1, "workflow 'acme.relaese' does not exist"),
        ("mr-review", 1, "did you mean 'wr.mr-review'?"),
        ("workflows/release.json", 1, "did you mean 'acme.release'?"),
        ("mr-review-workflow-agentic", 1, "is retired; the new id is 'wr.mr-review'"),
    ],
)
def test_check_holds_triggers_to_what_is_served(
    good: Path, wfk: Wfk, workflow_id: str, code: int, told: str
) -> None:
    write("triggers.yml", TRIGGER.format(workflow_id))
    ran = wfk("check", "--triggers", "triggers.yml")
    assert (ran.code, told in ran.out) == (code, True)
    value = record(wfk("check", "--triggers", "triggers.yml", "--format", "json").out, "check")
    assert len(value["triggers"]["diagnostics"]) == code


def test_a_trigger_of_a_file_that_is_left_out_is_wrong(good: Path, wfk: Wfk) -> None:
    good.write_text(BROKEN.replace("acme.broken", "acme.release"), "utf-8")
    write("triggers.yml", TRIGGER.format("acme.release"))
    ran = wfk("check", "--triggers", "triggers.yml")
    assert ran.code == 1
    assert "workflow 'acme.release' does not exist" in ran.out
    assert "not served: workflows/release.json" in ran.out


def test_check_mends_retired_ids_in_triggers_and_bindings(good: Path, wfk: Wfk) -> None:
    triggers = write("triggers.yml", TRIGGER.format("mr-review-workflow-agentic"))
    bindings = write(
        ".workrail/bindings.json",
        '{\n  "mr-review-workflow-agentic": {"philosophy_review": "routine-plan-analysis"}\n}\n',
    )
    assert wfk("check", "--triggers", "triggers.yml").code == 1
    ran = wfk("check", "--triggers", "triggers.yml", "--fix")
    assert (ran.code, ran.err) == (
        0,
        ".workrail/bindings.json: 2 fixes applied\ntriggers.yml: 1 fix applied\n",
    )
    assert triggers.read_text("utf-8") == TRIGGER.format("wr.mr-review")
    assert bindings.read_text("utf-8") == (
        '{\n  "wr.mr-review": {"philosophy_review": "wr.routine-plan-analysis"}\n}\n'
    )


def test_check_places_findings_in_the_bindings_file(good: Path, wfk: Wfk) -> None:
    write("wfk.toml", '[lint]\nprofile = "catalog"\n')
    bindings = write("mine.json", '{\n  "acme.relaese": {}\n}\n')
    ran = wfk("check", "--bindings", "mine.json")
    assert ran.code == 1
    assert "warning[B012 unknown-bound-workflow]: no workflow is called 'acme.relaese'" in ran.out
    assert "--> mine.json:2:3" in ran.out
    assert wfk("check", "--bindings", "mine.json", "--fix").code == 1
    assert bindings.read_text("utf-8") == '{\n  "acme.relaese": {}\n}\n'
    value = record(wfk("check", "--bindings", "mine.json", "--format", "json").out, "check")
    assert [item["code"] for item in value["bindings"]["diagnostics"]] == ["B012"]


def test_a_bindings_file_that_is_no_json_is_told_once(good: Path, wfk: Wfk) -> None:
    write(".workrail/bindings.json", "{")
    ran = wfk("check")
    assert (ran.code, ran.out.count("bindings.json")) == (1, 1)
    assert "no slot is overridden" in ran.out


@pytest.mark.parametrize("content", ["{", "{}"])
def test_a_bindings_file_may_be_named_in_any_way(good: Path, wfk: Wfk, content: str) -> None:
    write("b.json", content)
    value = record(wfk("check", "--bindings", "./b.json", "--format", "json").out, "check")
    assert (value["bindings"] is None, len(value["unserved"])) == (content == "{", content == "{")


def test_a_missing_bindings_file_is_a_usage_error(good: Path, wfk: Wfk) -> None:
    assert wfk("check", "--bindings", "none.json").code == 2


def test_check_holds_pinned_overrides_against_the_bindings_file(good: Path, wfk: Wfk) -> None:
    slots = [
        {"slotId": name, "purpose": "Who helps.", "default": "wr.routine-ideation"}
        for name in ("planner", "reviewer", "tester")
    ]
    prompt = "Ask {{wr.bindings.planner}}, {{wr.bindings.reviewer}}, {{wr.bindings.tester}}."
    steps = [{"id": "ask", "title": "Ask", "prompt": prompt}]
    good.write_text(json.dumps(workflow("acme.release", steps=steps, extensionPoints=slots)))
    before = {"planner": "acme.release", "reviewer": "acme.release"}
    write("b.json", {"acme.release": before})
    assert wfk("compile", "--bindings", "b.json", "--out", "out").code == 0
    arguments = ("check", "--bindings", "b.json", "--pinned", "out")
    assert wfk(*arguments).code == 0
    write("b.json", {"acme.release": {"planner": "wr.discovery", "tester": "wr.discovery"}})
    ran = wfk(*arguments)
    assert (ran.code, ran.out.startswith(
        "drifted: out/workflows/acme.release.json (id 'acme.release')\n"
        "  slot 'planner' was pinned to 'acme.release'; it is now 'wr.discovery'\n"
        "  slot 'reviewer' was pinned to 'acme.release'; it is now 'default'\n"
    )) == (1, True)  # fmt: skip
    value = record(wfk(*arguments, "--format", "json").out, "check")
    assert [drift["slot"] for drift in value["drifted"][0]["drifts"]] == ["planner", "reviewer"]


def test_only_compiled_workflows_are_pinned(good: Path, wfk: Wfk) -> None:
    ran = wfk("check", "--pinned", str(good))
    assert (ran.code, "not a compiled workflow" in ran.err) == (2, True)


# wfk list


def test_list_shows_tags_then_workflows_then_what_to_do_next(good: Path, wfk: Wfk) -> None:
    ran = wfk("list")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0].split()[::2] == ["coding", "Coding"]
    assert ["acme", "1", "Acme"] in [line.split() for line in lines]
    assert any(
        line.startswith("acme.release ") and line.endswith("  Use this to cut a release.")
        for line in lines
    )
    assert lines[-2:] == [
        "34 workflows; `wfk show ID` describes one",
        "2 hidden; list them with --hidden",
    ]


def test_list_shows_hidden_workflows_on_request_only(folder: Path, wfk: Wfk) -> None:
    assert not any(name in wfk("list").out for name in FIXTURES)
    assert all(name in wfk("list", "--hidden").out for name in FIXTURES)


def test_list_filters_by_tag_and_by_namespace(good: Path, wfk: Wfk) -> None:
    ran = wfk("list", "--tag", "acme")
    assert ran.out == (
        "acme.release  Use this to cut a release.\n\n1 workflow; `wfk show ID` describes one\n"
    )
    both = wfk("list", "--tag", "acme", "--tag", "review_audit").out
    assert "acme.release" in both
    assert "wr.mr-review" in both
    assert "wr.discovery" not in both


def test_a_tag_that_nothing_bears_is_a_usage_error(good: Path, wfk: Wfk) -> None:
    ran = wfk("list", "--tag", "codign")
    assert (ran.code, ran.err) == (
        2,
        "wfk: unknown tag 'codign'\n     did you mean 'coding'?\n",
    )


def test_list_warns_of_files_that_were_left_out(good: Path, wfk: Wfk) -> None:
    write("workflows/broken.json", BROKEN)
    assert "not served" not in wfk("list", "--tag", "acme").out
    ran = wfk("list")
    assert ran.code == 0
    assert ran.out.endswith(
        "\n\nnot served: workflows/broken.json (project)\n"
        "  not JSON: the text ends too early\n"
        "  = help: close what is still open\n"
        "\n1 file not served; `wfk check` reports all\n"
    )


def test_list_in_json_says_the_same(good: Path, wfk: Wfk) -> None:
    write("workflows/broken.json", BROKEN)
    value = record(wfk("list", "--format", "json", "--tag", "acme").out, "list")
    assert value["workflows"] == [
        {
            "id": "acme.release",
            "name": "Release",
            "description": "Use this to cut a release.",
            "source": "project",
            "path": "workflows/release.json",
            "tags": ["acme"],
            "hidden": False,
        }
    ]
    assert [item["path"] for item in value["unserved"]] == ["workflows/broken.json"]
    assert value["tags"][-1] == {
        "id": "acme",
        "displayName": "Acme",
        "count": 1,
        "examples": ["acme.release"],
        "isVirtual": True,
    }


# wfk show

OUTLINED = {
    "preconditions": ["A tag exists."],
    "examples": ["Release version 3"],
    "about": "First line.\nSecond line.",
    "steps": [
        {"id": "call", "title": "Think", "prompt": "Think."},
        {
            "id": "plan", "title": "Plan",
            "templateCall": {"templateId": "wr.templates.routine.design-review", "args": {"designSource": "a.md", "deliverableName": "b.md"}},
            "runCondition": {"and": [{"var": "depth", "not_equals": "light"}, {"var": "size", "gt": 3}]},
        },
        {
            "id": "rounds", "type": "loop", "title": "Rounds",
            "loop": {"type": "while", "condition": {"var": "open", "equals": True}, "maxIterations": 3},
            "body": [{"id": "one", "title": "One", "prompt": "Do one."}],
        },
        {
            "id": "decide", "title": "Decide", "prompt": "Decide.", "requireConfirmation": True,
            "promptFragments": [{"id": "deep", "when": {"var": "depth", "equals": "deep"}, "text": "Look twice."}],
        },
    ],
}  # fmt: skip


def test_show_tells_what_for_how_and_where_from(good: Path, wfk: Wfk) -> None:
    good.write_text(json.dumps(workflow("acme.release", **OUTLINED)), "utf-8")
    write("mine/r.json", workflow("acme.release"))
    ran = wfk("show", "acme.release", "--source", "user=mine", "--source", "project=workflows")
    assert (ran.code, ran.err) == (0, "")
    head, _, rest = ran.out.partition("\n\nSteps (")
    assert head == (
        "acme.release 1.0.0: Release\nUse this to cut a release.\n\nFirst line.\nSecond line.\n\n"
        "Goals\n  Release version 3\n\nNeeds\n  A tag exists."
    )
    outline = rest.partition("\n\n")[0].splitlines()[1:]
    assert outline[:2] == [
        "  call: Think",
        "  plan: Plan  [only when depth is not 'light' and size is more than 3; "
        "routine wr.routine-design-review]",
    ]
    assert outline[2].startswith("    plan.")
    assert outline[-3:] == [
        "  rounds: Rounds  [repeats while open is true, at most 3 times]",
        "    one: One",
        "  decide: Decide  [waits for you; 1 conditional text]",
    ]
    assert "\nFrom      workflows/release.json (project)\n" in rest
    assert rest.endswith(
        "Warnings\n  mine/r.json (user) is hidden: project sources have precedence over user sources\n"
    )


def test_show_compiles_a_bundled_workflow_with_its_own_routines(reviewed: Path, wfk: Wfk) -> None:
    assert wfk("show", "--routines", "routines", "wr.coding-task").code == 0


def test_show_names_the_file_when_the_workflow_has_no_name(good: Path, wfk: Wfk) -> None:
    bare = good.with_name("bare.json")
    bare.write_text("{}", "utf-8")
    assert wfk("show", str(bare)).out.startswith(f"{bare}\n\n")


def test_show_says_that_the_engine_refuses_the_file(tmp_path: Path, good: Path, wfk: Wfk) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(workflow("acme.other", steps=[])), "utf-8")
    assert f"the engine refuses it: run wfk lint {other}\n" in wfk("show", str(other)).out


def test_show_in_json_says_the_same(good: Path, wfk: Wfk) -> None:
    good.write_text(json.dumps(workflow("acme.release", **OUTLINED)), "utf-8")
    value = record(wfk("show", "--format", "json", "acme.release").out, "show")
    assert (value["about"], value["examples"], value["preconditions"]) == (
        OUTLINED["about"],
        OUTLINED["examples"],
        OUTLINED["preconditions"],
    )
    assert [step["id"] for step in value["steps"]] == ["call", "plan", "rounds", "decide"]
    assert [step["id"] for step in value["steps"][2]["steps"]] == ["one"]
    assert value["workflow"]["routines"] == ["wr.routine-design-review"]
    assert value["served"]["path"] == "workflows/release.json"


@pytest.mark.parametrize("name", ["release", "release.json", "mr-review-workflow-agentic"])
def test_show_understands_other_names(good: Path, wfk: Wfk, name: str) -> None:
    ran = wfk("show", name)
    meant = "wr.mr-review" if name.startswith("mr") else "acme.release"
    assert (ran.code, ran.err) == (0, f"'{name}' is '{meant}'\n\n")
    assert ran.out.startswith(f"{meant} ")


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("acme.relaese", "did you mean 'acme.release'?"),
        ("wr.mr-revue", "did you mean 'wr.mr-review'?"),
        ("nothing", "list all workflows with wfk list"),
    ],
)
def test_show_proposes_what_was_probably_meant(good: Path, wfk: Wfk, name: str, help: str) -> None:
    ran = wfk("show", name)
    assert (ran.code, ran.err) == (2, f"wfk: unknown workflow '{name}'\n     {help}\n")


def test_show_tells_why_a_workflow_is_left_out(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace('"name"', '"owner": 1, "name"'), "utf-8")
    ran = wfk("show", "acme.release")
    assert (ran.code, ran.err) == (
        2,
        "wfk: 'acme.release' is not served: workflows/release.json: unknown key 'owner'\n"
        "     run wfk lint workflows/release.json\n",
    )


def test_what_files_hold_cannot_move_the_cursor(good: Path, wfk: Wfk) -> None:
    good.write_text(json.dumps(workflow("acme.release", about="\x1b[2Jgone")), "utf-8")
    assert "\x1b" not in wfk("show", "acme.release").out + wfk("list").out


# wfk stamp and wfk stale

TODAY = datetime.datetime.now(tz=datetime.UTC).date().isoformat()


@pytest.fixture
def reviewed(good: Path, wfk: Wfk) -> Path:
    """A project with routines of its own, whose workflow has just been stamped."""
    write("wfk.toml", 'routines = ["routines"]\npaths = ["workflows"]\n[lint]\nprofile = "core"\n')
    write("routines/build.json", workflow("acme.routine-build"))
    call = {"templateId": "wr.templates.routine.acme.routine-build", "args": {}}
    steps = [*json.loads(GOOD)["steps"], {"id": "call", "title": "Call", "templateCall": call}]
    good.write_text(json.dumps(workflow("acme.release", steps=steps), indent=2), "utf-8")
    assert wfk("stamp", str(good)).code == 0
    return good


def test_stamp_writes_the_rules_version_and_the_lock_file(good: Path, wfk: Wfk) -> None:
    ran = wfk("stamp", "workflows/release.json")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "stamped: workflows/release.json\n",
        "1 stamped\n",
    )
    version = json.loads(good.read_text("utf-8"))["validatedAgainstSpecVersion"]
    assert good.read_text("utf-8") == GOOD.replace(
        "\n  ]\n}", f'\n  ],\n  "validatedAgainstSpecVersion": {version}\n}}'
    )
    lock = json.loads(Path("spec/stamps.json").read_text("utf-8"))
    entry = lock["stamps"]["acme.release"]
    assert (entry["rulesVersion"], entry["stampedOn"]) == (version, TODAY)


def test_stamping_again_changes_nothing(reviewed: Path, wfk: Wfk) -> None:
    before = reviewed.read_bytes(), Path("spec/stamps.json").read_bytes()
    ran = wfk("stamp", str(reviewed))
    assert (ran.code, ran.out, ran.err) == (0, "", "0 stamped, 1 unchanged since their stamp\n")
    assert (reviewed.read_bytes(), Path("spec/stamps.json").read_bytes()) == before


def test_a_dry_run_writes_nothing(good: Path, wfk: Wfk) -> None:
    ran = wfk("stamp", "--dry-run", "workflows")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "would stamp: workflows/release.json\n",
        "1 would be stamped\n",
    )
    assert good.read_text("utf-8") == GOOD
    assert not Path("spec").exists()


def test_a_file_with_errors_is_not_stamped_and_the_others_are(good: Path, wfk: Wfk) -> None:
    bad = write("workflows/bad.json", GOOD.replace("acme.release", "acme.bad").replace('"title"', '"tilte"'))  # fmt: skip
    text = bad.read_text("utf-8")
    ran = wfk("stamp", "workflows")
    assert ran.code == 1
    assert "stamped: workflows/release.json\n" in ran.out
    assert "error[S002 unknown-key]: unknown key 'tilte'" in ran.out
    assert ran.err == "1 stamped, 1 skipped\n"
    assert bad.read_text("utf-8") == text
    assert list(json.loads(Path("spec/stamps.json").read_text("utf-8"))["stamps"]) == ["acme.release"]  # fmt: skip


def test_a_file_that_is_not_utf_8_is_not_stamped_and_says_so(good: Path, wfk: Wfk) -> None:
    content = GOOD.replace("cut a release", "f\xfchre aus").encode("latin-1")
    good.write_bytes(content)
    ran = wfk("stamp", "workflows")
    assert (ran.code, good.read_bytes()) == (1, content)
    assert "not UTF-8" in ran.out


def test_stamp_wants_to_know_what_was_reviewed(good: Path, wfk: Wfk) -> None:
    ran = wfk("stamp")
    assert (ran.code, "no file is given" in ran.err) == (2, True)


def test_a_damaged_lock_file_is_a_usage_error(reviewed: Path, wfk: Wfk) -> None:
    write("spec/stamps.json", "<<<<<<<")
    ran = wfk("stale")
    assert (ran.code, ran.err.startswith("wfk: spec/stamps.json:1:1: ")) == (2, True)


def test_a_fresh_review_is_not_stale(reviewed: Path, wfk: Wfk) -> None:
    ran = wfk("stale", "--fail-on", "possible")
    assert (ran.code, ran.out) == (0, "1 workflow, none stale\n")


def test_a_changed_routine_is_told_with_the_step_to_look_at(reviewed: Path, wfk: Wfk) -> None:
    write("routines/build.json", workflow("acme.routine-build", version="1.0.1"))
    ran = wfk("stale")
    version = json.loads(reviewed.read_text("utf-8"))["validatedAgainstSpecVersion"]
    assert (ran.code, ran.out) == (
        0,
        f"likely: acme.release  (workflows/release.json, reviewed on {TODAY} with rules version {version})\n"
        f"  routine 'acme.routine-build' changed since {TODAY}; review step 'call'\n"
        "1 of 1 workflow should be reviewed; `wfk stamp FILE` records that it was\n",
    )


def test_a_changed_text_is_possibly_stale(reviewed: Path, wfk: Wfk) -> None:
    text = reviewed.read_text("utf-8")
    reviewed.write_text(text.replace('"Release"', '"Release it"'), "utf-8")
    ran = wfk("stale")
    assert f"  its own text changed since {TODAY}\n" in ran.out
    codes = [wfk("stale", "--fail-on", level).code for level in ("possible", "likely")]
    assert codes == [1, 0]


def test_an_unstamped_workflow_is_possibly_stale(good: Path, wfk: Wfk) -> None:
    ran = wfk("stale", "--fail-on", "possible")
    assert (ran.code, ran.out) == (
        1,
        "possible: acme.release  (workflows/release.json)\n"
        "  it was never stamped\n"
        "1 of 1 workflow should be reviewed; `wfk stamp FILE` records that it was\n",
    )


def test_a_stamp_that_the_lock_file_does_not_know_sees_only_the_rules(
    reviewed: Path, wfk: Wfk
) -> None:
    Path("spec/stamps.json").unlink()
    assert wfk("stale").out == (
        "1 stamp without an entry in stamps.json: only changes of the rules are detected\n"
        "1 workflow, none stale\n"
    )


def test_stale_in_json_says_the_same(reviewed: Path, wfk: Wfk) -> None:
    write("routines/build.json", workflow("acme.routine-build", version="1.0.1"))
    value = record(wfk("stale", "--format", "json").out, "stale")
    version = json.loads(reviewed.read_text("utf-8"))["validatedAgainstSpecVersion"]
    assert value["workflows"] == [
        {
            "id": "acme.release",
            "path": "workflows/release.json",
            "staleness": {
                "level": "likely",
                "reasons": [
                    f"routine 'acme.routine-build' changed since {TODAY}; review step 'call'"
                ],
                "stampedVersion": version,
                "stampedOn": TODAY,
            },
        }
    ]


def test_the_manifest_carries_level_and_reasons(reviewed: Path, wfk: Wfk) -> None:
    write("routines/build.json", workflow("acme.routine-build", version="1.0.1"))
    assert wfk("compile", "--out", "out").code == 0
    (row,) = json.loads(Path("out/manifest.json").read_text("utf-8"))["workflows"]
    assert (row["staleness"]["level"], row["staleness"]["reasons"]) == (
        "likely",
        [f"routine 'acme.routine-build' changed since {TODAY}; review step 'call'"],
    )


def test_show_tells_the_review(reviewed: Path, wfk: Wfk) -> None:
    version = json.loads(reviewed.read_text("utf-8"))["validatedAgainstSpecVersion"]
    assert f"Review    with rules version {version} on {TODAY}, up to date\n" in wfk("show", "acme.release").out  # fmt: skip
    write("routines/build.json", workflow("acme.routine-build", version="1.0.1"))
    stale = wfk("show", "acme.release").out
    assert f"on {TODAY}, stale\n" in stale
    assert stale.endswith("review step 'call'\n")


def test_new_rules_make_a_review_stale(reviewed: Path, wfk: Wfk) -> None:
    bundled = Path(__file__).parents[2] / "spec/authoring-rules.json"
    rules = json.loads(bundled.read_text("utf-8"))
    version = rules["rulesVersion"]
    required = next(rule for topic in rules["topics"] for rule in topic["rules"])
    rules["rulesVersion"] = version + 1
    rules["changelog"].append(
        {"rulesVersion": version + 1, "required": [required["id"]], "note": "stricter"}
    )
    write("pack/authoring-rules.json", rules)
    os.rename("spec/stamps.json", "pack/stamps.json")
    ran = wfk("stale", "--spec", "pack", "--fail-on", "likely")
    assert ran.code == 1
    assert f"  rules version {version + 1} changed the required rule '{required['id']}': {required['rule']}\n" in ran.out  # fmt: skip


def test_show_tells_the_steps_that_later_engines_add(wfk: Wfk) -> None:
    path = Path(__file__).parents[1] / "lint/newest_engine/every-construct.json"
    out = wfk("show", "--engine", "3.121.0", str(path)).out
    assert "verified in a step of its own; audited in a step of its own" in out
    assert "summed up in a step of its own" in out
    assert "wr.contracts.gate_verdict" in out
