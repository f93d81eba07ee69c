"""Rules about many files, on small catalogues."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.lint.rules import ALL
from workflowkit.run.loading import Options
from workflowkit.run.project import Project

LINE = "Evidence decides; a claim without a source is only a guess."
CATALOG_RULES = {
    "duplicate-workflow-id", "missing-workflow-tags", "unknown-tagged-workflow", "unknown-tag",
    "mismatched-tag-example", "excessive-or-missing-tags", "missing-routine-tag", "unused-routine", "duplicate-meta-guidance",
    "duplicate-workflow-name", "circular-delegation",
}  # fmt: skip


def test_this_file_covers_every_rule_about_many_files() -> None:
    assert {rule.name for rule in ALL if rule.subject == "Catalog"} == CATALOG_RULES


def _workflow(workflow_id: str, **more: Any) -> dict[str, Any]:
    step = {"id": "first", "title": "First", "prompt": "Read the request."}
    return {
        "id": workflow_id, "name": workflow_id, "description": "d", "version": "1.0.0",
        "steps": [step], **more,
    }  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole catalogue with its own tag file and nothing to find."""
    monkeypatch.chdir(tmp_path)
    _write(
        "wfk.toml", 'paths = ["workflows", "routines"]\nspec = "spec"\nroutines = ["routines"]\n'
    )
    call = {"templateId": "wr.templates.routine.acme.routine-build", "args": {}}
    steps = [
        {"id": "first", "title": "First", "prompt": "Read the request."},
        {"id": "call", "title": "Call", "templateCall": call},
    ]
    _write("workflows/release.json", _workflow("acme.release", steps=steps))
    _write("workflows/ship.json", _workflow("acme.ship"))
    _write("routines/build.json", _workflow("acme.routine-build"))
    _write("spec/workflow-tags.json", _tags())
    return tmp_path


def _tags() -> dict[str, Any]:
    tags = [
        {"id": "coding", "displayName": "Coding", "when": ["w"], "examples": ["acme.ship"]},
        {"id": "routines", "displayName": "Routines", "when": ["w"], "examples": []},
    ]
    workflows = {
        "acme.release": {"tags": ["coding"]},
        "acme.ship": {"tags": ["coding"]},
        "acme.routine-build": {"tags": ["routines"]},
    }
    return {"tags": tags, "workflows": workflows}


def _write(path: str, content: Any) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def _found(paths: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    rules = [rule for rule in ALL if rule.name in CATALOG_RULES]
    project = Project.load(paths)
    from workflowkit.config.settings import RuleChoice

    result = project.with_rules(RuleChoice(profile="style")).lint(rules)
    return [(item.name, item.path) for item in result.shown]


@pytest.mark.usefixtures("catalogue")
def test_a_right_catalogue_is_silent() -> None:
    assert _found() == []


@pytest.mark.usefixtures("catalogue")
def test_the_second_file_with_an_id_is_reported() -> None:
    _write("workflows/z.json", _workflow("acme.ship"))
    assert _found() == [("duplicate-workflow-id", "workflows/z.json")]


@pytest.mark.usefixtures("catalogue")
def test_variants_may_share_an_id() -> None:
    _write("workflows/ship.v2.json", _workflow("acme.ship"))
    assert _found() == []


@pytest.mark.usefixtures("catalogue")
def test_the_second_file_with_a_name_is_reported_whatever_its_spelling() -> None:
    _write("workflows/ship.json", _workflow("acme.ship", name="Acme.Release"))
    assert _found() == [("duplicate-workflow-name", "workflows/ship.json")]


@pytest.mark.usefixtures("catalogue")
def test_examples_and_files_with_one_id_may_share_a_name() -> None:
    _write("workflows/examples/small.json", _workflow("acme.small", name="acme.ship"))
    _write("workflows/ship.v2.json", _workflow("acme.ship"))
    assert _found() == []


@pytest.mark.usefixtures("catalogue")
def test_a_workflow_without_entry_is_reported_but_not_an_example() -> None:
    _write("workflows/new.json", _workflow("acme.new"))
    _write("workflows/examples/small.json", _workflow("acme.small"))
    assert _found() == [("missing-workflow-tags", "workflows/new.json")]


@pytest.mark.usefixtures("catalogue")
def test_files_that_answer_to_no_tag_file_need_no_tags() -> None:
    Path("spec/workflow-tags.json").unlink()
    assert _found() == []


@pytest.mark.usefixtures("catalogue")
def test_an_entry_without_a_file_is_reported_when_the_catalogue_is_whole() -> None:
    tags = _tags()
    tags["workflows"]["acme.shipp"] = {"tags": ["coding"]}
    _write("spec/workflow-tags.json", tags)
    assert _found() == [("unknown-tagged-workflow", "spec/workflow-tags.json")]
    assert _found(("workflows/ship.json",)) == []


@pytest.mark.usefixtures("catalogue")
def test_an_undeclared_tag_is_reported() -> None:
    tags = _tags()
    tags["workflows"]["acme.ship"]["tags"].append("codign")
    _write("spec/workflow-tags.json", tags)
    assert _found() == [("unknown-tag", "spec/workflow-tags.json")]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("example", ["acme.routine-build", "acme.gone"])
def test_an_example_that_does_not_bear_the_tag_is_reported(example: str) -> None:
    tags = _tags()
    tags["tags"][0]["examples"].append(example)
    _write("spec/workflow-tags.json", tags)
    assert _found() == [("mismatched-tag-example", "spec/workflow-tags.json")]


@pytest.mark.usefixtures("catalogue")
def test_no_tags_and_tags_without_workflows_are_reported() -> None:
    tags = _tags()
    tags["workflows"]["acme.release"]["tags"] = []
    tags["tags"].append({"id": "design", "displayName": "Design", "when": ["w"], "examples": []})
    _write("spec/workflow-tags.json", tags)
    assert _found() == [("excessive-or-missing-tags", "spec/workflow-tags.json")] * 2


@pytest.mark.usefixtures("catalogue")
def test_a_routine_without_the_tag_for_routines_is_reported() -> None:
    tags = _tags()
    tags["workflows"]["acme.routine-build"]["tags"] = ["coding"]
    tags["workflows"]["acme.ship"]["tags"] = ["coding", "routines"]
    _write("spec/workflow-tags.json", tags)
    assert _found() == [("missing-routine-tag", "spec/workflow-tags.json")]


@pytest.mark.usefixtures("catalogue")
def test_a_routine_that_nothing_uses_is_reported_and_one_that_is_named_is_not() -> None:
    _write("routines/test.json", _workflow("acme.routine-test"))
    tags = _tags()
    tags["workflows"]["acme.routine-test"] = {"tags": ["routines"]}
    _write("spec/workflow-tags.json", tags)
    assert _found() == [("unused-routine", "routines/test.json")]
    step = {"id": "first", "title": "First", "prompt": "Run `acme.routine-test` on it."}
    _write("workflows/ship.json", _workflow("acme.ship", steps=[step]))
    assert _found() == []


@pytest.mark.usefixtures("catalogue")
def test_a_long_line_shared_by_two_files_is_reported_once() -> None:
    steps = json.loads(Path("workflows/release.json").read_text("utf-8"))["steps"]
    _write(
        "workflows/release.json",
        _workflow("acme.release", steps=steps, metaGuidance=[LINE, "Short."]),
    )
    _write("workflows/ship.json", _workflow("acme.ship", metaGuidance=["Short.", LINE]))
    assert _found() == [("duplicate-meta-guidance", "workflows/ship.json")]


def _delegating(workflow_id: str, *started: str) -> dict[str, Any]:
    delegations = [{"workflowId": other} for other in started]
    step = {"id": "ask", "type": "parallel", "title": "Ask", "parallelDelegations": delegations}
    return {**_workflow(workflow_id), "steps": [step]}


@pytest.mark.parametrize(
    ("engine", "messages"),
    [
        ("3.117.0", ["workflow 'acme.c' starts itself: 'acme.c' → 'acme.c'"]),
        (
            "3.118.0",
            [
                "workflow 'acme.a' starts itself: 'acme.a' → 'acme.b' → 'acme.a'",
                "workflow 'acme.b' starts itself: 'acme.b' → 'acme.a' → 'acme.b'",
                "workflow 'acme.c' starts itself: 'acme.c' → 'acme.c'",
            ],
        ),
    ],
)
def test_a_circle_of_delegations_is_refused(
    tmp_path: Path, engine: str, messages: list[str]
) -> None:
    files = {
        "acme.a": ("acme.b", "acme.d"),
        "acme.b": ("acme.a",),
        "acme.c": ("acme.c", "acme.a"),
        "acme.d": ("acme.elsewhere",),
    }
    for name, started in files.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(_delegating(name, *started)), "utf-8")
    project = Project.load([tmp_path], Options(engine=engine))
    found = project.lint([rule for rule in ALL if rule.name == "circular-delegation"]).shown
    assert [diagnostic.message for diagnostic in found] == messages
    assert {diagnostic.route[-1] for diagnostic in found} == {"workflowId"}


def test_a_delegation_to_an_unknown_bundled_workflow_is_noticed(tmp_path: Path) -> None:
    started = ("wr.researhc", "acme.elsewhere", "wr.research", "wr.routine-ideation")
    path = tmp_path / "acme.a.json"
    path.write_text(json.dumps(_delegating("acme.a", *started)), "utf-8")
    project = Project.load([path], Options(engine="3.121.0"))
    found = project.lint([rule for rule in ALL if rule.name == "unknown-mentioned-workflow"]).shown
    assert [(each.message, each.help) for each in found] == [
        ("no workflow is called 'wr.researhc'", "did you mean 'wr.research'?")
    ]
