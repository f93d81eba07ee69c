"""One rule for every command: a workflow that is not JSON or cannot be read is reported, and the exit code is 1; a path that does not exist is 2."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk

ON_ONE = [
    ("show",),
    ("graph",),
    ("preview",),
    ("simulate", "--auto"),
    ("simulate", "--explore"),
    ("scenarios", "propose"),
    ("new", "acme.copy", "-o", "copy.json", "--from"),
]
ON_SEVERAL = [
    ("lint",),
    ("compile",),
    ("hash",),
    ("fmt",),
    ("stamp",),
    ("stale",),
    ("budget",),
    ("compat",),
    ("breaking", "--against", "workflows"),
    ("diff", "workflows/release.json"),
]
ALL = [*ON_ONE, *ON_SEVERAL]


@pytest.fixture(params=["broken", "empty", "cut", "dangling"])
def bad(good: Path, request: pytest.FixtureRequest) -> Path:
    path = good.parent / "bad.json"
    match request.param:
        case "broken":
            path.write_text('{"id": ', "utf-8")
        case "empty":
            path.write_text("", "utf-8")
        case "cut":
            path.write_bytes(good.read_bytes()[:-3])
        case "dangling":
            path.symlink_to("nowhere.json")
    return path


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_it_is_reported(bad: Path, wfk: Wfk, command: tuple[str, ...]) -> None:
    ran = wfk(*command, f"workflows/{bad.name}")
    assert ran.code == 1
    assert "workflows/bad.json" in ran.out + ran.err
    assert not Path("copy.json").exists()


@pytest.mark.parametrize("command", ON_ONE, ids=" ".join)
def test_an_array_is_no_workflow(good: Path, wfk: Wfk, command: tuple[str, ...]) -> None:
    good.write_text("[1]", "utf-8")
    ran = wfk(*command, "workflows/release.json")
    assert ran.code == 1
    assert "the document is [1]; expected a workflow object" in ran.err


@pytest.mark.parametrize("command", ALL, ids=" ".join)
@pytest.mark.usefixtures("good")
def test_a_path_that_does_not_exist(wfk: Wfk, command: tuple[str, ...]) -> None:
    assert wfk(*command, "workflows/none.json").code == 2


@pytest.mark.parametrize("command", ON_SEVERAL[:-1], ids=" ".join)
@pytest.mark.usefixtures("bad")
def test_it_does_not_keep_others_from_being_read(wfk: Wfk, command: tuple[str, ...]) -> None:
    alone = wfk(*command, "workflows/release.json")
    assert alone.code == 0
    ran = wfk(*command, "workflows")
    assert ran.code == 1
    assert "workflows/bad.json" in ran.out + ran.err


def test_budget_and_stale_tell_of_the_others(bad: Path, wfk: Wfk) -> None:
    assert wfk("stamp", "workflows/release.json").code == 0
    ran = wfk("stale", "workflows", "--format", "json")
    assert [each["path"] for each in json.loads(ran.out)["workflows"]] == ["workflows/release.json"]
    assert ran.err.startswith(f"workflows/{bad.name}: not compared: ")
    assert "acme.release" in wfk("budget", "workflows").out


def test_stale_names_the_files_of_every_project_from_here(good: Path, wfk: Wfk) -> None:
    text = good.read_text("utf-8")
    for name in ("one", "two"):
        folder = Path(name, "workflows")
        folder.mkdir(parents=True)
        (folder / "flow.json").write_text(text.replace("acme.release", f"acme.{name}"), "utf-8")
        Path(name, "wfk.toml").write_text("", "utf-8")
        assert wfk("stamp", name).code == 0
    paths = ["one/workflows/flow.json", "two/workflows/flow.json"]
    ran = wfk("stale", "one", "two", "--format", "json")
    assert [each["path"] for each in json.loads(ran.out)["workflows"]] == paths
    os.chdir("one")
    ran = wfk("stale", "../two", "--format", "json")
    assert [each["path"] for each in json.loads(ran.out)["workflows"]] == [
        "../two/workflows/flow.json"
    ]


@pytest.mark.usefixtures("good")
def test_a_dry_run_of_a_file_without_triggers_is_a_usage_error(wfk: Wfk) -> None:
    Path("triggers.yml").write_text("trigers: []\n", "utf-8")
    Path("payload.json").write_text("{}", "utf-8")
    ran = wfk("triggers", "test", "triggers.yml", "--payload", "payload.json")
    assert (ran.code, ran.err) == (
        2,
        "wfk: triggers.yml: no triggers\n     run wfk triggers validate triggers.yml\n",
    )
