"""Which files a change touches, in a repository with a routine, a ref, a feature, tags, bindings and triggers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wfk, wfk  # noqa: F401 - a fixture
from workflowkit.errors import UsageError
from workflowkit.run.changed_files import changed_since, staged
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.touched import touched
from workflowkit.text.document import Document


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments],
        check=True,
        capture_output=True,
    )


def workflow(name: str, steps: list[Any], **others: object) -> str:
    value = {
        "id": f"acme.{name}",
        "name": name.title(),
        "description": "Use this to do it.",
        "version": "1.0.0",
        **others,
        "steps": steps,
    }
    return json.dumps(value, indent=2) + "\n"


def step(name: str, **others: object) -> dict[str, Any]:
    return {"id": name, "title": name.title(), "prompt": f"Do {name} as I asked.", **others}


def call(template: str) -> dict[str, Any]:
    return {"id": "called", "title": "Called", "templateCall": {"templateId": template}}


ROUTINE = {
    "id": "wr.routine-sweep",
    "name": "Sweep",
    "description": "Use this to sweep.",
    "version": "1.0.0",
    "steps": [step("sweep")],
}
BLOCKS = {"goal": "Reach it.", "constraints": [[{"kind": "ref", "refId": "wr.refs.manners"}]]}
FILES = {
    "wfk.toml": 'paths = ["workflows", "triggers.yml"]\nspec = "pack"\nroutines = ["routines"]\n',
    "pack/refs/manners.md": "Be kind.\n",
    "pack/features/calm.json": '{"constraints": ["Stay calm."]}\n',
    "pack/workflow-tags.json": json.dumps(
        {
            "tags": [{"id": "work", "displayName": "Work", "when": ["working"]}],
            "workflows": {"acme.plain": {"tags": ["work"]}, "acme.sweeper": {"tags": ["work"]}},
        }
    ),
    "routines/sweep.json": json.dumps(ROUTINE),
    "workflows/plain.json": workflow("plain", [step("build")]),
    "workflows/sweeper.json": workflow("sweeper", [call("wr.templates.routine.sweep")]),
    "workflows/kind.json": workflow(
        "kind", [{"id": "do", "title": "Do", "promptBlocks": BLOCKS}]
    ),
    "workflows/calm.json": workflow("calm", [step("rest")], features=["wr.features.calm"]),
    "workflows/judged.json": workflow(
        "judged",
        [step("judge", outputContract={"contractRef": "wr.contracts.review_verdict"})],
    ),
    "workflows/slotted.json": workflow(
        "slotted",
        [step("use")],
        extensionPoints=[{"slotId": "how", "purpose": "How.", "default": "wr.routine-sweep"}],
    ),
    "triggers.yml": "triggers:\n  - id: go\n    provider: generic\n    workflowId: acme.plain\n"
    "    workspacePath: /work\n    goal: Go.\n",
}  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "-m", "all")
    return tmp_path


def taken(ref: str | None = "HEAD") -> dict[str, str]:
    changed = staged() if ref is None else changed_since(ref)
    group = ProjectGroup.load()
    return {
        path: reason
        for project in group.projects
        for path, reason in touched(project, Options(), changed).items()
    }


def append(name: str, text: str = "\n") -> None:
    with open(name, "a", encoding="utf-8") as stream:
        stream.write(text)


@pytest.mark.usefixtures("repository")
def test_nothing_is_taken_without_a_change() -> None:
    assert taken() == {}


CONTRACT = (
    Path(__file__).parents[2] / "spec" / "contracts" / "review_verdict.schema.json"
).read_text("utf-8")


def add(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True)
    append(name, text)


REMOVE = "remove"
CASES: dict[str, tuple[str, Callable[[str], object] | str, dict[str, str]]] = {
    "workflow": (
        "workflows/plain.json",
        append,
        {
            "workflows/plain.json": "changed",
            "triggers.yml": "names 'acme.plain', which changed in workflows/plain.json",
        },
    ),
    "workflow-removed": (
        "workflows/plain.json",
        REMOVE,
        {"triggers.yml": "names 'acme.plain', which changed in workflows/plain.json"},
    ),
    "routine": (
        "routines/sweep.json",
        append,
        {
            "workflows/sweeper.json": "uses the routine 'wr.routine-sweep', which changed in routines/sweep.json",
            "workflows/slotted.json": "uses the routine 'wr.routine-sweep', which changed in routines/sweep.json",
        },
    ),
    "routine-removed": (
        "routines/sweep.json",
        REMOVE,
        {
            "workflows/sweeper.json": "uses the template 'wr.templates.routine.sweep', which changed in routines/sweep.json",
            "workflows/slotted.json": "uses the routine 'wr.routine-sweep', which changed in routines/sweep.json",
        },
    ),
    "ref": (
        "pack/refs/manners.md",
        append,
        {
            "workflows/kind.json": "uses the ref 'wr.refs.manners', which changed in pack/refs/manners.md"
        },
    ),
    "ref-removed": (
        "pack/refs/manners.md",
        REMOVE,
        {
            "workflows/kind.json": "uses the ref 'wr.refs.manners', which changed in pack/refs/manners.md"
        },
    ),
    "feature": (
        "pack/features/calm.json",
        append,
        {
            "workflows/calm.json": "uses the feature 'wr.features.calm', which changed in pack/features/calm.json"
        },
    ),
    "contract": (
        "pack/contracts/review_verdict.schema.json",
        lambda name: add(name, CONTRACT),
        {
            "workflows/judged.json": "uses the contract 'wr.contracts.review_verdict', which changed in pack/contracts/review_verdict.schema.json"
        },
    ),
    "tags-of-one": (
        "pack/workflow-tags.json",
        lambda name: Path(name).write_text(
            Path(name).read_text().replace('"acme.plain": {"tags": ["work"]}, ', "")
        ),
        {"workflows/plain.json": "has an entry in pack/workflow-tags.json, which changed"},
    ),
    "other-text": ("README.md", append, {}),
}


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", CASES)
def test_users_of_what_changed_are_taken_with_the_reason(name: str) -> None:
    path, change, expected = CASES[name]
    if change == REMOVE:
        Path(path).unlink()
    else:
        assert callable(change)
        change(path)
    assert taken() == expected
    git("add", "--all")
    assert taken(None) == expected


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pack/workflow-tags.json", '"displayName": "Work"'),
        ("wfk.toml", 'spec = "pack"'),
    ],
)
def test_what_every_workflow_depends_on_takes_all(path: str, text: str) -> None:
    changed = {
        '"displayName": "Work"': '"displayName": "Toil"',
        'spec = "pack"': 'spec = "./pack"\nexclude = ["x"]',
    }
    Path(path).write_text(Path(path).read_text().replace(text, changed[text]))
    workflows = {name for name in FILES if name.startswith("workflows/")}
    assert workflows <= set(taken())
    assert all(f"{path}, which changed" in taken()[name] for name in workflows)


@pytest.mark.usefixtures("repository")
def test_a_comment_in_the_configuration_takes_nothing() -> None:
    append("wfk.toml", "# nothing\n")
    assert set(taken()) <= {"wfk.toml"}


@pytest.mark.usefixtures("repository")
def test_bindings_take_the_workflows_with_slots() -> None:
    Path(".workrail").mkdir()
    Path(".workrail/bindings.json").write_text("{}")
    found = taken()
    assert found["workflows/slotted.json"] == "depends on .workrail/bindings.json, which changed"
    assert "workflows/plain.json" not in found


@pytest.mark.usefixtures("repository")
def test_a_name_that_is_written_with_escapes_is_found() -> None:
    path = Path("workflows/sweeper.json")
    path.write_text(path.read_text().replace("routine.sweep", "routine.\\u0073weep"))
    git("commit", "--quiet", "--all", "-m", "escaped")
    append("routines/sweep.json")
    assert set(taken()) == {"workflows/slotted.json", "workflows/sweeper.json"}


@pytest.mark.usefixtures("repository")
def test_workflows_that_cannot_use_what_changed_are_not_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(document: Document, context: object) -> None:
        raise AssertionError(document.path)

    monkeypatch.setattr("workflowkit.run.touched.analysis_of", refuse)
    Path("workflows/slotted.json").unlink()
    append("workflows/calm.json")
    assert set(taken()) == {"workflows/calm.json"}


@pytest.mark.usefixtures("repository")
def test_a_ref_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no such commit: nowhere"):
        changed_since("nowhere")


@pytest.mark.usefixtures("repository")
def test_findings_of_other_files_are_not_reported_and_they_still_count_as_known(wfk: Wfk) -> None:  # noqa: F811
    broken = FILES["workflows/plain.json"].replace('"title"', '"tilte"')
    Path("workflows/plain.json").write_text(broken)
    git("commit", "--quiet", "--all", "-m", "broken")
    ran = wfk("lint", "--profile", "core", "--changed-since", "HEAD")
    assert (ran.code, ran.out.splitlines()[-1].split(",")[0]) == (0, "0 files")
    assert ran.err == ("nothing to lint: no file of this run is changed since HEAD, or uses one\n")
    copy = FILES["workflows/calm.json"].replace("acme.calm", "acme.plain")
    Path("workflows/zcopy.json").write_text(copy)
    ran = wfk(
        "lint",
        "--select",
        "duplicate-workflow-id",
        "--changed-since",
        "HEAD",
        "--format",
        "concise",
    )
    assert ran.code == 1
    assert "workflows/zcopy.json:2:9: error" in ran.out
    assert "tilte" not in ran.out
    # A file before it in the order of paths makes the unchanged one the duplicate.
    Path("workflows/zcopy.json").rename("workflows/acopy.json")
    ran = wfk(
        "lint",
        "--select",
        "duplicate-workflow-id",
        "--changed-since",
        "HEAD",
        "--format",
        "concise",
    )
    assert "workflows/plain.json:2:9: error" in ran.out
    assert "tilte" not in ran.out


@pytest.mark.usefixtures("repository")
def test_every_file_is_explained_with_verbose(wfk: Wfk) -> None:  # noqa: F811
    append("routines/sweep.json")
    ran = wfk("lint", "--profile", "core", "--changed-since", "HEAD", "-v")
    assert "note: 2 of 7 files taken, changed since HEAD\n" in ran.err
    assert (
        "taken: workflows/sweeper.json: uses the routine 'wr.routine-sweep', which changed in routines/sweep.json\n"
        in ran.err
    )


@pytest.mark.usefixtures("repository")
def test_fixes_are_applied_to_taken_files_alone(wfk: Wfk) -> None:  # noqa: F811
    for name in ("plain", "calm"):
        path = Path(f"workflows/{name}.json")
        path.write_text(path.read_text().replace('"version"', '"verison"'))
    git("commit", "--quiet", "--all", "-m", "broken")
    append("workflows/calm.json")
    wfk("lint", "--profile", "core", "--fix", "--changed-since", "HEAD")
    assert '"version"' in Path("workflows/calm.json").read_text()
    assert '"verison"' in Path("workflows/plain.json").read_text()


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    "arguments",
    [("--staged", "--changed-since", "HEAD"), ("--staged", "--write-baseline"), ("--staged", "-")],
)
def test_what_makes_no_sense_together_is_refused(arguments: tuple[str, ...], wfk: Wfk) -> None:  # noqa: F811
    assert wfk("lint", *arguments).code == 2


def test_outside_of_a_repository_it_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wfk: Wfk,  # noqa: F811
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "a.json").write_text(FILES["workflows/plain.json"])
    ran = wfk("lint", "--staged", ".")
    assert (ran.code, ran.err.splitlines()[0][:27]) == (2, "wfk: not a git repository: ")
