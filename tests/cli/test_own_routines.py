"""A project's own routines and texts add to the bundled ones, and take precedence over them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Wfk

BUNDLED = "wr.templates.routine.context-gathering"
OWN = "wr.templates.routine.acme.sample"


def call(template: str, **args: str) -> dict[str, object]:
    name = template.rpartition(".")[2]
    return {"id": name, "title": name, "templateCall": {"templateId": template, "args": args}}


def write(path: str, workflow_id: str, *steps: dict[str, object]) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    head = {"id": workflow_id, "name": "N", "description": "Use this to take samples."}
    value = {**head, "version": "1.0.0", "steps": list(steps)}
    Path(path).write_text(json.dumps(value), "utf-8")


def prompt(text: str) -> dict[str, object]:
    return {"id": "first", "title": "First", "prompt": text}


@pytest.fixture
def project(folder: Path) -> Path:
    """A workflow that calls one routine of its own, and one that is bundled."""
    write("routines/sample.json", "acme.sample", prompt("Write a sample of {topic}."))
    bundled = call(BUNDLED, focus="COMPLETENESS", deliverableName="out.md", depth="1")
    write("workflows/flow.json", "acme.flow", prompt("Begin."), call(OWN, topic="logs"), bundled)
    return folder


def unknown_templates(ran: Ran) -> int:
    return ran.out.count(" T001 ")


@pytest.mark.parametrize(
    "paths", [["."], ["workflows"], ["workflows/flow.json"], ["routines", "workflows"]]
)
@pytest.mark.usefixtures("project")
def test_routines_beside_the_workflows_are_used(wfk: Wfk, paths: list[str]) -> None:
    assert unknown_templates(wfk("lint", "--format", "concise", *paths)) == 0
    assert wfk("hash", "workflows/flow.json").code == 0
    assert wfk("compile", "workflows").code == 0
    compiled = Path("dist/workflows/acme.flow.json").read_text("utf-8")
    assert "Write a sample of logs." in compiled
    assert wfk("check").code == 0


@pytest.mark.usefixtures("project")
def test_routines_among_the_paths_are_used(wfk: Wfk) -> None:
    Path("routines").rename("lib")
    Path("lib/sample.json").rename("lib/one.json")
    assert unknown_templates(wfk("lint", "--format", "concise", ".")) == 1
    Path("wr").mkdir()
    Path("lib").rename("wr/routines")
    assert unknown_templates(wfk("lint", "--format", "concise", ".")) == 0
    assert unknown_templates(wfk("lint", "--format", "concise", "workflows")) == 1


@pytest.mark.parametrize("by", ["option", "configuration"])
@pytest.mark.usefixtures("project")
def test_named_folders_add_to_the_bundled_ones(wfk: Wfk, by: str) -> None:
    Path("routines").rename("parts")
    assert unknown_templates(wfk("lint", "--format", "concise", "workflows")) == 1
    if by == "configuration":
        Path("wfk.toml").write_text('routines = ["parts"]\n[lint]\nprofile = "core"\n', "utf-8")
    options = ["--routines", "parts"] if by == "option" else []
    assert unknown_templates(wfk("lint", "--format", "concise", "workflows", *options)) == 0


@pytest.mark.usefixtures("project")
def test_an_own_routine_takes_precedence_over_the_bundled_one_which_is_told_once(wfk: Wfk) -> None:
    write("routines/other.json", "wr.routine-context-gathering", prompt("Look only at {focus}."))
    told = (
        "note: routine 'wr.routine-context-gathering' of routines/other.json "
        "is used instead of the bundled one\n"
    )
    for command in ("lint", "compile", "check", "list"):
        assert wfk(command).err.count(told) == 1
    assert wfk("lint", "-q").err == ""
    compiled = Path("dist/workflows/acme.flow.json").read_text("utf-8")
    assert "Look only at COMPLETENESS." in compiled


@pytest.mark.usefixtures("project")
def test_a_call_that_lacks_what_only_the_bundled_routine_needs_is_a_doubt(wfk: Wfk) -> None:
    bundled = call(BUNDLED, deliverableName="out.md")
    write("workflows/flow.json", "acme.flow", prompt("Begin."), call(OWN), bundled)
    lines = [line for line in wfk("lint", "--format", "concise").out.splitlines() if "T002" in line]
    assert [line.partition(": ")[2] for line in lines] == [
        "error T002 missing-template-arg: routine 'acme.sample' needs 'topic', which this call does not give",
        "warning T002 missing-template-arg: the bundled routine 'wr.routine-context-gathering' needs "
        "'focus', 'depth', which this call does not give",
    ]
    write("workflows/flow.json", "acme.flow", prompt("Begin."), bundled)
    assert wfk("compile", "workflows").code == 1
    assert not Path("dist/workflows/acme.flow.json").exists()
    write("engine/context.json", "wr.routine-context-gathering", prompt("Write {deliverableName}."))
    assert wfk("compile", "workflows", "--routines", "engine").code == 0


@pytest.mark.usefixtures("project")
def test_a_text_of_the_own_pack_takes_precedence_which_is_told(wfk: Wfk) -> None:
    Path("ours/refs").mkdir(parents=True)
    Path("ours/refs/mine.md").write_text("Mine.\n", "utf-8")
    assert wfk("lint", "--spec", "ours").err == ""
    Path("ours/refs/notes_first_durability.md").write_text("Ours.\n", "utf-8")
    assert wfk("lint", "--spec", "ours").err == (
        "note: refs/notes_first_durability.md of ours is used instead of the bundled one\n"
    )


@pytest.mark.usefixtures("project")
def test_an_engine_that_is_not_known_is_told_once(wfk: Wfk) -> None:
    told = "note: engine '3.70.1' is taken as 3.70.0\n"
    for command in ("lint", "compile", "stale", "check", "hash"):
        paths = ["workflows"] if command == "hash" else []
        assert wfk(command, *paths, "--engine", "3.70.1").err.count(told) == 1
    assert "note" not in wfk("lint", "--engine", "3.68.0").err


# Commands that follow the configured paths


@pytest.mark.usefixtures("project")
def test_check_list_and_show_follow_the_configured_paths(wfk: Wfk) -> None:
    Path("workflows").rename("flows")
    Path("wfk.toml").write_text('paths = ["flows"]\nroutines = ["routines"]\n', "utf-8")
    assert (
        wfk("check").out
        == "36 workflows served (1 project, 35 bundled), 0 not served, 15 examples skipped\n"
    )
    assert "acme.flow " in wfk("list").out
    assert wfk("show", "acme.flow").code == 0
    write("flows/broken.json", "acme.broken")
    assert wfk("check").code == 1
    Path("wfk.toml").write_text('paths = ["gone"]\n', "utf-8")
    assert wfk("check").code != 0


@pytest.mark.usefixtures("project")
def test_show_shows_the_file_that_is_named(wfk: Wfk) -> None:
    write("copy/wr.shaping.json", "wr.shaping", prompt("My own shaping."))
    ran = wfk("show", "copy/wr.shaping.json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("wr.shaping 1.0.0: N\n")
    assert "copy/wr.shaping.json (project)" in ran.out
    Path("copy/list.json").write_text("[]", "utf-8")
    ran = wfk("show", "copy/list.json")
    assert ran.code == 1
    assert "error[S001 invalid-schema]" in ran.out + ran.err
    assert wfk("show", "copy/gone.json").code == 2


@pytest.mark.usefixtures("project")
def test_a_routine_that_cannot_be_read_stops_no_run(wfk: Wfk) -> None:
    with Path("routines/huge.json").open("wb") as stream:
        stream.truncate(2_000_000_000)
    told = "note: no routine was read from routines/huge.json: the file has 2000 MB"
    assert wfk("lint", "workflows").err.startswith(told)
    assert wfk("lint", "workflows").code == 0
    assert " S000 " in wfk("lint", "--format", "concise", ".").out
    Path("routines").rename("parts")
    assert wfk("lint", "workflows", "--routines", "parts").code == 3
