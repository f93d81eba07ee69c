"""`wfk init` and `wfk new`: from nothing to a green gate."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ruamel.yaml import YAML

from tests.cli.conftest import Wfk

ROOT = Path(__file__).resolve().parents[2]
STEPS = (
    '"steps": [{"id": "build", "title": "Build", "prompt": "Build it from the tag that I name."}]'
)


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of thirty old files, each with a key that the engine refuses."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    Path("library/workflows").mkdir(parents=True)
    for number in range(30):
        head = f'"id": "acme.old-{number}", "name": "Old {number}", "description": "Use this for {number}.", "version": "1.0.0"'
        Path(f"library/workflows/old-{number}.json").write_text(
            f'{{{head}, "owner": "me", {STEPS}}}'
        )


def test_a_library_gets_a_green_gate_in_three_commands(wfk: Wfk) -> None:
    assert wfk("init", "--yes").code == 0
    assert wfk("lint", "--write-baseline").code == 0
    subprocess.run(
        "git init -q && git add -A && git -c user.name=A -c user.email=a@example.org commit -qm adopt",
        shell=True,
        check=True,
    )
    assert wfk("lint").code == 0
    path = Path("library/workflows/old-7.json")
    path.write_text(path.read_text().replace('"title"', '"titel"'))
    result = wfk("lint", "--format", "concise")
    assert result.code == 1
    assert result.out.count("unknown-key") == 1
    assert "unknown key 'titel'" in result.out


def test_every_file_is_right_in_its_format(wfk: Wfk) -> None:
    wfk("init", "--yes", "--agents", "--engine", "3.68.0")
    assert tomllib.loads(Path("wfk.toml").read_text()) == {
        "paths": ["library/workflows"],
        "engine": "3.68.0",
        "lint": {"profile": "catalog"},
    }
    yaml = YAML(typ="safe")
    hooks = yaml.load(Path(".pre-commit-config.yaml"))
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == ["wfk-lint"]
    job = yaml.load(Path(".github/workflows/wfk.yml"))
    assert "wfk lint --format github" in [step.get("run") for step in job["jobs"]["wfk"]["steps"]]
    settings = json.loads(Path(".vscode/settings.json").read_text())
    (workflows,) = settings["json.schemas"]
    assert workflows["fileMatch"] == ["/library/workflows/**/*.json"]
    places = [
        workflows["url"],
        *settings["yaml.schemas"],
        *settings["evenBetterToml.schema.associations"].values(),
    ]
    schemas = [json.loads(Path(place).read_text("utf-8")) for place in places]
    titles = ["Workflow", "Scenario", "Trigger list", "Settings"]
    assert [schema["title"] for schema in schemas] == titles
    assert schemas[0]["properties"]["steps"]["items"]["defaultSnippets"]
    assert "wfk lint" in Path("AGENTS.md").read_text()


def test_settings_of_jetbrains_editors_are_written_where_they_are_used(wfk: Wfk) -> None:
    wfk("init", "--yes")
    assert not Path(".idea").exists()
    Path(".idea").mkdir()
    assert wfk("init", "--yes").code == 0
    options = {
        option.get("name"): option.get("value")
        for option in ElementTree.parse(".idea/jsonSchemas.xml").iter("option")
    }
    assert options["path"] == "library/workflows/**/*.json"
    assert options["mappingKind"] == "Pattern"
    assert Path(options["relativePathToSchema"]).is_file()


def test_nothing_is_overwritten_and_a_second_run_does_nothing(wfk: Wfk) -> None:
    Path(".pre-commit-config.yaml").write_text("repos: []\n")
    result = wfk("init", "--yes")
    assert (
        ".pre-commit-config.yaml (hook of pre-commit): it exists; add the lines yourself"
        in result.out
    )
    assert Path(".pre-commit-config.yaml").read_text() == "repos: []\n"
    before = {path: path.read_bytes() for path in Path(".").rglob("*") if path.is_file()}
    assert "nothing to write" in wfk("init", "--yes").out
    assert before == {path: path.read_bytes() for path in Path(".").rglob("*") if path.is_file()}


def test_nothing_is_written_through_a_link_out_of_the_folder(
    wfk: Wfk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for name in (".github", ".vscode"):
        Path(name).symlink_to(outside)
    Path(".pre-commit-config.yaml").symlink_to(outside / "hooks.yaml")
    Path("AGENTS.md").symlink_to(outside / "AGENTS.md")
    ran = wfk("init", "--yes", "--agents")
    assert ran.code == 0
    assert ran.out.count("its folder is a link out of this one; add the file yourself") == 6
    assert list(outside.iterdir()) == []
    assert Path("wfk.toml").is_file()


def test_a_dry_run_writes_nothing(wfk: Wfk) -> None:
    assert wfk("init", "--dry-run").out.endswith("8 files to write\n")
    assert not Path("wfk.toml").exists()


def test_what_a_project_has_is_found(wfk: Wfk) -> None:
    for part, name in (("refs", "tone.md"), ("features", "a.json")):
        Path("pack", part).mkdir(parents=True)
        Path("pack", part, name).write_text("{}")
    wfk("new", "acme.routine-gather", "-o", "shared/routines/gather.json")
    wfk("new", "acme.routine-sort", "-o", "parts/sort.json")
    Path("triggers.yml").write_text("triggers:\n")
    Path(".gitlab-ci.yml").write_text("stages: []\n")
    result = wfk("init", "--yes")
    settings = tomllib.loads(Path("wfk.toml").read_text())
    folders = ["library/workflows", "parts", "shared/routines"]
    assert settings["paths"] == [*folders, "triggers.yml"]
    assert settings["routines"] == ["parts", "shared/routines"]
    assert settings["spec"] == "pack"
    # Other commands than lint have no use for triggers.
    for command in ("compile", "check", "fmt", "budget"):
        assert "YAML" not in wfk(command).err
    assert "triggers in triggers.yml" in result.out
    assert ".gitlab-ci.yml (job of GitLab CI): it exists; add the lines yourself" in result.out


def test_what_a_configuration_lacks_is_shown(wfk: Wfk) -> None:
    Path("wfk.toml").write_text('paths = ["library/workflows"]\n')
    assert "add its folder to 'paths' in wfk.toml" in wfk("new", "acme.routine-gather").err
    assert 'set spec = "spec" in wfk.toml' in wfk("new", "be-brief", "--kind", "rule").err
    out = wfk("init", "--yes").out
    assert "wfk.toml configures this folder; set in it\n" in out
    lines = (
        'paths = ["library/workflows", "routines"]',
        'routines = ["routines"]',
        'spec = "spec"',
    )
    added = "".join(f"    {line}\n" for line in lines)
    assert added in out
    Path("wfk.toml").write_text(added.replace("    ", ""))
    assert "set in it" not in wfk("init", "--yes").out


@pytest.mark.parametrize(
    ("workflow_id", "path"),
    [
        ("acme.cut-release", "workflows/cut-release.json"),
        ("acme.routine-gather-facts", "routines/gather-facts.json"),
    ],
)
def test_a_new_file_lints_clean_and_is_formatted(wfk: Wfk, workflow_id: str, path: str) -> None:
    assert wfk("new", workflow_id).code == 0
    assert wfk("lint", path).code == 0
    assert wfk("fmt", "--check", path).code == 0
    assert wfk("new", workflow_id).code == 2  # It exists.


def test_a_copy_has_its_own_id(wfk: Wfk) -> None:
    wfk("new", "acme.triage", "--from", "wr.classify-task")
    copy = json.loads(Path("workflows/triage.json").read_text())
    assert (copy["id"], copy["name"], copy["version"]) == ("acme.triage", "Triage", "0.1.0")
    assert "validatedAgainstSpecVersion" not in copy
    assert wfk("hash", "workflows/triage.json").code == 0
    assert wfk("new", "acme.again", "--from", "library/workflows/old-3.json").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("wr.mine",),
        ("acme.x",),
        ("acme.2fast",),
        ("acme.fast\n",),
        ("acme.one.two",),
        ("acme." + "x" * 60,),
        ("Acme.X",),
        ("acme",),
        ("acme.xx", "--from", "wr.clasify-task"),
        ("acme.xx", "--from", "library"),
    ],
)
def test_wrong_ids_and_sources(wfk: Wfk, arguments: tuple[str, ...]) -> None:
    assert wfk("new", *arguments).code == 2
    assert not Path("workflows").exists()


def test_a_project_without_workflows_is_told_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wfk: Wfk
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert wfk("init", "--yes").code == 0
    for command in ("lint", "budget", "compat"):
        result = wfk(command)
        assert result.code == 2
        assert "no such file or folder: workflows, which 'paths' in wfk.toml names" in result.err
        assert "wfk new" in result.err
    assert wfk("new", "acme.cut-release").code == 0
    assert wfk("lint").code == 0


def test_a_new_scenario_runs_its_workflow_and_passes(wfk: Wfk) -> None:
    wfk("new", "acme.cut-release")
    assert wfk("new", "happy-path", "--kind", "scenario", "--from", "acme.cut-release").code == 0
    path = Path("scenarios/cut-release/happy-path.yaml")
    scenario = YAML(typ="safe").load(path)
    assert scenario["title"] == "Happy path"
    assert scenario["expect"]["path"] == ["agree-result", "produce-result"]
    assert wfk("test", str(path)).code == 0
    # A run that a workflow cannot have fails it, so that the scenario does check something.
    path.write_text(path.read_text().replace("produce-result", "another-step"))
    assert wfk("test", str(path)).code == 1
    again = ("new", "happy-path", "--kind", "scenario", "--from", "workflows/cut-release.json")
    assert wfk(*again).code == 2  # It exists.


def test_a_scenario_of_a_bundled_workflow_names_it(wfk: Wfk) -> None:
    command = ("new", "one", "--kind", "scenario", "--from", "wr.classify-task")
    assert wfk(*command).code == 2
    assert wfk(*command, "-o", "scenarios/one.yaml").code == 0
    assert wfk("test", "scenarios/one.yaml").code == 0


def test_a_new_rule_lints_clean_beside_the_bundled_ones(wfk: Wfk) -> None:
    path = Path("spec/authoring-rules.json")
    bundled = json.loads((ROOT / path).read_text("utf-8"))
    for rule in ("name-the-file", "name-the-folder"):
        assert wfk("new", rule, "--kind", "rule").code == 0
        assert wfk("lint", "--profile", "style", str(path)).code == 0
    assert wfk("new", "name-both", "--kind", "rule", "--from", "name-the-file").code == 0
    assert wfk("new", "name-both", "--kind", "rule").code == 2  # It exists.
    topics = json.loads(path.read_text("utf-8"))["topics"]
    assert topics[:-1] == bundled["topics"]
    assert [rule["id"] for rule in topics[-1]["rules"]] == [
        "name-the-file",
        "name-the-folder",
        "name-both",
    ]


def test_a_new_rule_goes_into_the_spec_pack_of_the_project(wfk: Wfk) -> None:
    Path("pack").mkdir()
    Path("wfk.toml").write_text('paths = ["library/workflows"]\nspec = "pack"\n')
    assert wfk("new", "name-the-file", "--kind", "rule").code == 0
    assert wfk("lint", "--profile", "style", "pack/authoring-rules.json").code == 0
    Path("pack/authoring-rules.json").write_text("[]\n")
    assert wfk("new", "name-the-folder", "--kind", "rule").code == 2
    assert Path("pack/authoring-rules.json").read_text() == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("acme.x-y", "--kind", "routine"),
        ("acme.routine-x", "--kind", "workflow"),
        ("Happy", "--kind", "scenario", "--from", "wr.classify-task"),
        ("happy", "--kind", "scenario"),
        ("two words", "--kind", "rule"),
        ("mine", "--kind", "rule", "--from", "no-such-rule"),
    ],
)
def test_wrong_kinds_and_names(wfk: Wfk, arguments: tuple[str, ...]) -> None:
    before = sorted(Path(".").rglob("*"))
    assert wfk("new", *arguments).code == 2
    assert sorted(Path(".").rglob("*")) == before
