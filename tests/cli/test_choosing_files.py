"""Which files a run works on: nothing is skipped in silence, and a run on nothing is never green (docs/files.md)."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOOD, Wfk
from workflowkit.cli.main import run
from workflowkit.run import discovery
from workflowkit.text import disk

COMMANDS = ("lint", "compile", "fmt", "stale")


def add(path: str, text: str = GOOD) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")


def linted(wfk: Wfk, *arguments: str) -> set[str]:
    """Names of the files that something is found in, when every file lacks a part of its head."""
    found = json.loads(wfk("lint", "--format", "json", *arguments).out)
    return {item["path"] for item in found["diagnostics"]}


BAD = '{"id": "acme.bad", "name": "Bad", "version": "1.0.0", "steps": []}'


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("folder")
def test_a_run_on_nothing_is_a_usage_error(wfk: Wfk, command: str) -> None:
    Path("workflows").mkdir()
    Path("workflows/readme.txt").write_text("nothing here", "utf-8")
    ran = wfk(command, "workflows")
    assert ran.code == 2
    assert ran.err.startswith("wfk: no file found in workflows\n")
    assert not Path("dist").exists()
    assert wfk(command, "workflows", "--allow-empty").code == 0


@pytest.mark.usefixtures("folder")
def test_check_of_no_project_is_a_usage_error(wfk: Wfk) -> None:
    assert wfk("check").code == 2
    assert wfk("check", "--allow-empty").code == 0
    assert wfk("hash", ".").code == 2


@pytest.mark.usefixtures("folder")
def test_every_file_in_a_folder_of_workflows_is_linted_or_named(wfk: Wfk) -> None:
    add("workflows/good.json")
    for name, text in [
        ("empty-object", "{}"),
        ("list", f"[{BAD}]"),
        ("wrapped", f'{{"workflow": {BAD}}}'),
        ("no-steps", '{"title": "Notes", "stages": []}'),
        ("null", "null"),
        ("upper-case-key", '{"Steps": []}'),
    ]:
        add(f"workflows/{name}.json", text)
    add("workflows/upper.JSON")
    names = {path.as_posix() for path in Path("workflows").glob("*.json")}
    assert linted(wfk, "workflows") == names - {"workflows/good.json"}
    assert "1 JSON file skipped (the name does not end in '.json')" in (
        wfk("lint", "workflows").err
    )
    assert "skipped: workflows/upper.JSON: " in wfk("lint", "-v", "workflows").err


@pytest.mark.usefixtures("good")
def test_files_of_other_tools_are_skipped_and_named(wfk: Wfk) -> None:
    add("tsconfig.json", '// options of another tool\n{"compilerOptions": {}}\n')
    add("package.json", '{"name": "acme", "version": "1.0.0"}')
    add("node_modules/x/flow.json", BAD)
    ran = wfk("lint", ".")
    assert (ran.code, ran.err) == (
        0,
        "2 JSON files skipped (it is no workflow: 1; it is not JSON, and has no key of a workflow: 1); "
        "--verbose lists them\n",
    )
    assert wfk("lint", "--verbose", ".").err.splitlines()[:3] == [
        "skipped: node_modules/: folders of this name are not searched",
        "skipped: package.json: it is no workflow: no 'steps', and no 'id' beside a 'version'",
        "skipped: tsconfig.json: it is not JSON, and has no key of a workflow",
    ]
    assert wfk("lint", "-q", ".").err == ""
    add("stamps.json", '{"formatVersion": 1, "stamps": {}}')
    assert wfk("lint", ".").err == ran.err
    assert "skipped: stamps.json: written by wfk\n" in wfk("lint", "-v", ".").err
    assert linted(wfk, "package.json") == {"package.json"}


@pytest.mark.usefixtures("folder")
def test_one_dangling_link_keeps_no_file_from_being_linted(wfk: Wfk) -> None:
    add("workflows/bad.json", BAD)
    os.symlink("gone.json", "workflows/link.json")
    assert linted(wfk, "workflows") == {"workflows/bad.json", "workflows/link.json"}
    assert linted(wfk, "workflows/link.json") == {"workflows/link.json"}
    os.symlink("triggers.none", "triggers.yml")
    assert "triggers.yml" in linted(wfk, ".")


@pytest.mark.usefixtures("folder")
def test_a_linked_folder_is_named(wfk: Wfk) -> None:
    add("elsewhere/a.json", BAD)
    add("project/b.json", GOOD)
    os.symlink("../elsewhere", "project/linked")
    ran = wfk("lint", "-v", "project")
    assert "skipped: project/linked/: links to folders are not followed\n" in ran.err


@pytest.mark.usefixtures("good")
def test_a_folder_that_cannot_be_searched_is_a_finding(
    wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("workflows/secret").mkdir(mode=0)
    scandir = os.scandir

    def refuse(path: str | Path = ".") -> Any:
        # The superuser may read everything, so the system's answer to others is given here.
        if Path(path).name == "secret":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    for path in ("workflows", "workflows/secret"):
        assert linted(wfk, path) == {"workflows/secret"}


# What is excluded and ignored


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("vendor", {"workflows/a.json"}),
        ("vendor/**", {"workflows/a.json"}),
        ("*/sub/*.json", {"workflows/a.json"}),
        ("a.json", {"vendor/sub/b.json"}),
    ],
)
@pytest.mark.usefixtures("folder")
def test_patterns_exclude_files_and_folders(wfk: Wfk, pattern: str, left: set[str]) -> None:
    add("workflows/a.json", BAD)
    add("vendor/sub/b.json", BAD)
    assert linted(wfk, ".", "--exclude", pattern) == left
    assert linted(wfk, "vendor/sub/b.json", "--exclude", pattern) == {"vendor/sub/b.json"}
    Path("wfk.toml").write_text(f"exclude = [{json.dumps(pattern)}]\n", "utf-8")
    assert linted(wfk, "--profile", "core") == left
    os.chdir("workflows")
    assert linted(wfk, "--profile", "core", "..") == {f"../{path}" for path in left}


@pytest.mark.usefixtures("folder")
def test_formatting_leaves_excluded_files_alone(wfk: Wfk) -> None:
    add("src/ci.json", '{"steps":[]}')
    add("workflows/a.json", GOOD.replace("  ", " "))
    ran = wfk("fmt", ".", "--exclude", "src")
    assert ran.out == "changed: workflows/a.json\n"
    assert Path("src/ci.json").read_text("utf-8") == '{"steps":[]}'


@pytest.mark.usefixtures("folder")
def test_gitignore_files_count_as_git_reads_them(wfk: Wfk) -> None:
    for path in ("a", "out/b", "sub/c", "sub/keep", "sub/deep/d", "top", "sub/top"):
        add(f"{path}.json", BAD)
    add(".gitignore", "# comment\nout/\n/top.json\n")
    add("sub/.gitignore", "*.json\n!keep.json\n")
    subprocess.run(["git", "init", "-q"], check=True)
    asked = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "*.json"],
        check=True,
        capture_output=True,
        text=True,
    )
    expected = set(asked.stdout.split())
    assert expected == {"a.json", "sub/keep.json"}
    assert linted(wfk, ".") == expected
    assert linted(wfk, "sub") == {"sub/keep.json"}
    assert "4 JSON files skipped (ignored by .gitignore)" in wfk("lint", ".").err
    assert len(linted(wfk, ".", "--no-ignore")) == 7
    os.chdir("sub")
    assert linted(wfk) == {"keep.json"}


@pytest.mark.usefixtures("folder")
def test_a_folder_that_is_ignored_is_searched_when_it_is_named(wfk: Wfk) -> None:
    add("out/b.json", BAD)
    add(".gitignore", "out/\n")
    Path(".git").mkdir()
    assert linted(wfk, "out") == {"out/b.json"}
    assert wfk("lint", ".").code == 2


def test_the_library_for_gitignore_is_imported_only_where_one_applies(good: Path) -> None:
    assert run(["lint", "-q", "."]) == 0
    code = "import sys; from workflowkit.cli.main import run; run(['lint', '-q', '.']); print('pathspec' in sys.modules)"
    for text, is_imported in (("# nothing\n", "False\n"), ("*.tmp\n", "True\n")):
        Path(".gitignore").write_text(text, "utf-8")
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert ran.stdout == is_imported


# Which configuration governs a file


@pytest.mark.usefixtures("folder")
def test_the_nearest_configuration_governs_each_file_in_any_order(wfk: Wfk) -> None:
    long = GOOD.replace("Build the release from the tag that I name.", "x" * 4100)
    add("flow.json", long)
    add("sub/flow.json", long.replace("acme.release", "acme.inner"))
    add("wfk.toml", '[lint]\nprofile = "catalog"\nignore = ["P047"]\n')
    add("sub/wfk.toml", '[lint]\nprofile = "catalog"\n')
    runs = [
        wfk("lint", "--format", "concise", *paths)
        for paths in (("flow.json", "sub/flow.json"), ("sub/flow.json", "flow.json"), (".",))
    ]
    lines = [line for line in runs[0].out.splitlines() if "P047" in line]
    assert [line.partition(":")[0] for line in lines] == ["sub/flow.json"]
    assert runs[0].out == runs[1].out == runs[2].out


@pytest.mark.parametrize(("owner", "is_used"), [(1000, True), (0, True), (1001, False)])
@pytest.mark.usefixtures("folder")
def test_a_configuration_of_another_user_above_is_not_used(
    owner: int, is_used: bool, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("project/workflows/a.json", GOOD.replace('"steps"', '"stepss"'))
    Path("wfk.toml").write_text('exclude = ["a.json"]\n', "utf-8")
    monkeypatch.setattr(discovery, "_user", lambda: 1000)
    monkeypatch.setitem(disk.QUESTIONS, "owner", lambda path: owner if "toml" in path else 1000)
    monkeypatch.chdir("project")
    ran = wfk("lint", "workflows")
    assert ran.code == (2 if is_used else 1)
    told = "note: ../wfk.toml: it belongs to another user and is not used\n"
    assert (told in ran.err) == (not is_used)


@pytest.mark.usefixtures("folder")
def test_exclusions_of_an_outer_configuration_hold_for_inner_projects(wfk: Wfk) -> None:
    add("wfk.toml", 'exclude = ["vendor"]\n')
    add("a.json", BAD)
    add("vendor/wfk.toml", "")
    add("vendor/b.json", BAD)
    assert linted(wfk, ".") == {"a.json"}


@pytest.mark.usefixtures("folder")
def test_projects_are_compiled_into_the_folders_that_they_configure(wfk: Wfk) -> None:
    for name in ("one", "two"):
        add(f"{name}/workflows/a.json", GOOD.replace("acme.release", f"acme.{name}"))
        add(f"{name}/wfk.toml", 'out = "built"\n')
    assert wfk("compile", "one", "two").code == 0
    assert Path("one/built/workflows/acme.one.json").is_file()
    assert Path("two/built/workflows/acme.two.json").is_file()
    ran = wfk("compile", "one", "two", "--out", "dist")
    assert ran.code == 2
    assert ran.err.startswith("wfk: files of one/wfk.toml and of two/wfk.toml would go into one")


@pytest.mark.usefixtures("folder")
def test_fixes_are_written_in_every_project(wfk: Wfk) -> None:
    for name in ("one", "two"):
        add(f"{name}/a.json", GOOD.replace('"steps"', '"zzz": 1,\n  "steps"'))
        add(f"{name}/wfk.toml", '[lint]\nprofile = "core"\n')
    before = [Path(name, "a.json").read_text("utf-8") for name in ("one", "two")]
    ran = wfk("lint", "--fix", "--unsafe-fixes", ".")
    after = [Path(name, "a.json").read_text("utf-8") for name in ("one", "two")]
    assert (ran.code, ran.err) == (0, "2 fixes applied\n")
    assert before[0] != after[0]
    assert before[1] != after[1]


# Names in the configuration


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[lint]\nselect = ["nosuch"]',
            "2:11: unknown rule 'nosuch'; list the rules with wfk rules",
        ),
        ('[lint]\nignore = ["S001", "P0035"]', "2:19: unknown rule 'P0035'; "),
        (
            '[lint]\nignore = ["missing-abuot"]',
            "2:11: unknown rule 'missing-abuot'; did you mean 'missing-about'?",
        ),
        ('[lint.severity]\nP0O1 = "error"', "2:1: unknown rule 'P0O1'; "),
        ('[lint.per-file."a.json"]\nignore = ["S0133"]', "2:11: unknown rule 'S0133'; "),
        ('[lint.per-file."a.json".severity]\nnope = "off"', "2:1: unknown rule 'nope'; "),
    ],
)
@pytest.mark.usefixtures("good")
def test_a_rule_that_does_not_exist_is_a_usage_error(wfk: Wfk, text: str, told: str) -> None:
    Path("wfk.toml").write_text(text + "\n", "utf-8")
    ran = wfk("lint", "workflows")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"wfk.toml:{told}")


@pytest.mark.parametrize(
    ("pattern", "paths", "is_told"),
    [
        ("workflows/gone-*.json", ["workflows"], True),
        ("workflows/gone-*.json", ["."], True),
        ("workflows/gone-*.json", ["workflows/release.json"], False),
        ("workflows/rel*.json", ["workflows"], False),
        ("other/**", ["workflows"], False),
        ("gone.json", ["workflows"], False),
        ("gone.json", ["."], True),
    ],
)
@pytest.mark.usefixtures("good")
def test_a_pattern_that_matches_no_file_is_a_finding(
    wfk: Wfk, pattern: str, paths: list[str], is_told: bool
) -> None:
    text = f'[lint]\nprofile = "core"\n[lint.per-file."{pattern}"]\nignore = ["S013"]\n'
    Path("wfk.toml").write_text(text, "utf-8")
    line = f"wfk.toml:3:16: warning U005 unused-pattern: no file matches '{pattern}'\n"
    assert wfk("lint", "--format", "concise", *paths).out == (line if is_told else "")


@pytest.mark.usefixtures("good")
def test_a_pattern_that_matches_no_file_is_guessed(wfk: Wfk) -> None:
    text = '[lint.per-file."workflow/**"]\nignore = ["S013"]\n'
    Path("wfk.toml").write_text(text, "utf-8")
    assert "did you mean 'workflows/**'?" in wfk("lint", "--profile", "core", ".").out


def add_triggers(workflow_id: str) -> None:
    Path("triggers.yml").write_text(
        "triggers:\n  - id: release\n    provider: generic\n"
        f"    workflowId: {workflow_id}\n    workspacePath: /srv/shop\n",
        "utf-8",
    )


@pytest.mark.parametrize(
    ("place", "text", "config"),
    [
        ("workflows/examples/other.json", GOOD, ""),
        ("workflows/vendor/other.json", GOOD, 'exclude = ["vendor"]\n'),
        ("workflows/ignored/other.json", GOOD, ""),
    ],
    ids=["example", "excluded", "ignored"],
)
def test_check_list_show_and_triggers_agree_on_what_is_served(
    good: Path, wfk: Wfk, place: str, text: str, config: str
) -> None:
    add(place, text.replace("acme.release", "acme.other"))
    Path(".gitignore").write_text("ignored/\n", "utf-8")
    Path("wfk.toml").write_text(config, "utf-8")
    served = json.loads(wfk("check", "--format", "json").out)["served"]
    assert "acme.release" in {workflow["id"] for workflow in served}
    assert "acme.other" not in {workflow["id"] for workflow in served}
    assert "acme.other" not in json.dumps(
        json.loads(wfk("list", "--format", "json").out)["workflows"]
    )
    assert wfk("show", "acme.other").code == 2
    add_triggers("acme.other")
    for command in (("lint", "triggers.yml"), ("lint", "."), ("triggers", "validate")):
        assert "W003" in wfk(*command, "--format", "concise").out
    assert "W003" in wfk("check", "--triggers", "triggers.yml").out
    add_triggers("acme.release")
    for command in (("lint", "triggers.yml"), ("lint", "."), ("triggers", "validate")):
        assert "W003" not in wfk(*command, "--format", "concise").out


@pytest.mark.usefixtures("good")
def test_a_trigger_of_an_invalid_workflow_has_the_same_finding_everywhere(wfk: Wfk) -> None:
    broken = GOOD.replace("acme.release", "acme.other").replace('"steps"', '"stepss"')
    add("workflows/other.json", broken)
    add_triggers("acme.other")
    told = "workflow 'acme.other' is not served"
    for command in (
        ("lint", "triggers.yml"),
        ("triggers", "validate"),
        ("triggers", "validate", "--workflows", "workflows"),
        ("check", "--triggers", "triggers.yml"),
    ):
        ran = wfk(*command)
        assert ran.code == 1
        assert f"error[W003 unknown-trigger-workflow]: {told}" in ran.out
        assert "help: fix 'workflows/other.json'; 'wfk check' lists the reasons" in ran.out
    add("workflows/other.json", GOOD.replace("acme.release", "acme.other"))
    for command in (("lint", "triggers.yml"), ("triggers", "validate")):
        assert "W003" not in wfk(*command).out


@pytest.mark.usefixtures("good")
def test_an_invalid_workflow_is_reported_once_when_its_trigger_is_linted_as_well(wfk: Wfk) -> None:
    broken = GOOD.replace("acme.release", "acme.other").replace(
        '"version"', '"colour": 1, "version"'
    )
    add("workflows/other.json", broken)
    add_triggers("acme.other")
    for paths in ((".",), ("triggers.yml", "workflows")):
        ran = wfk("lint", *paths, "--format", "concise")
        assert [line.split(" ")[2] for line in ran.out.splitlines()] == ["S002"]
    # When the error of the workflow is accepted, that of the trigger is news.
    settings = '[[lint.suppress]]\nrule = "unknown-key"\npath = "workflows/**"\nreason = "x"\n'
    Path("wfk.toml").write_text(f'[lint]\nprofile = "core"\n{settings}', "utf-8")
    assert "W003" in wfk("lint", ".", "--format", "concise").out
    assert "W003" in wfk("lint", ".", "--select", "W003", "--format", "concise").out


def test_an_example_is_not_suggested_for_the_workflow_of_a_trigger(good: Path, wfk: Wfk) -> None:
    add("workflows/examples/other.json", GOOD.replace("acme.release", "acme.other"))
    add_triggers("acme.othr")
    assert "did you mean" not in wfk("triggers", "validate").out
    good.write_text(GOOD.replace("acme.release", "acme.other"), "utf-8")
    assert "did you mean 'acme.other'?" in wfk("triggers", "validate").out


@pytest.mark.usefixtures("folder")
def test_workflows_of_the_run_are_known_to_its_triggers(wfk: Wfk) -> None:
    Path("wfk.toml").write_text('paths = ["workflows"]\n', "utf-8")
    add("workflows/release.json")
    add("other/flow.json", GOOD.replace("acme.release", "acme.flow"))
    add_triggers("acme.flow")
    assert "W003" in wfk("lint", "triggers.yml", "--format", "concise").out
    assert "W003" not in wfk("lint", "triggers.yml", "other", "--format", "concise").out


def test_what_check_skips_is_reported(good: Path, wfk: Wfk) -> None:
    add("workflows/vendor/other.json")
    ran = wfk("check", "--exclude", "vendor")
    assert (ran.code, ran.err) == (
        0,
        "1 JSON file skipped (excluded by --exclude); --verbose lists them\n",
    )


@pytest.mark.usefixtures("folder")
def test_projects_beside_each_other_have_their_own_packs_in_any_order(wfk: Wfk) -> None:
    source = '"promptBlocks": {"goal": "Go.", "constraints": [[{"kind": "ref", "refId": "%s"}]]}'
    prompt = '"prompt": "Build the release from the tag that I name."'
    for name in ("one", "two"):
        ref = source % "wr.refs.house_style"
        text = GOOD.replace("acme.release", f"acme.{name}").replace(prompt, ref)
        add(f"{name}/workflows/{name}.json", text)
        add(f"{name}/wfk.toml", 'spec = "pack"\nout = "built"\n[lint]\nprofile = "core"\n')
        add(f"{name}/pack/refs/house_style.md", f"The style of {name}.\n")
    orders = (("one", "two"), ("two", "one"))
    for order in orders:
        assert wfk("lint", *order).code == 0
        assert wfk("compile", *order).code == 0
        for name in order:
            compiled = Path(name, f"built/workflows/acme.{name}.json").read_text("utf-8")
            assert f"The style of {name}." in compiled
            Path(name, f"built/workflows/acme.{name}.json").unlink()
    Path("two/pack/refs/house_style.md").rename("two/pack/refs/other.md")
    lints = [wfk("lint", "--format", "concise", *order).out for order in orders]
    assert lints[0] == lints[1]
    assert lints[0].startswith("two/workflows/two.json:")
    assert "unknown-ref" in lints[0]
    assert len(lints[0].splitlines()) == 1
