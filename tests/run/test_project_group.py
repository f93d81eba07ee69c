"""Which package, engine and authoring rules a file is judged by: its own, never silently those of the bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.config.settings import RuleChoice
from workflowkit.run.loading import Options
from workflowkit.run.packages import package_root
from workflowkit.run.project import Project


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _write(path: str, content: Any) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(content), "utf-8")


def _workflow(**more: Any) -> dict[str, Any]:
    step = {"id": "first", "title": "First", "prompt": "Read the request."}
    return {
        "id": "acme.release",
        "name": "Release",
        "description": "Use this to ship.",
        "version": "1.0.0",
        "steps": [step],
        **more,
    }


def _found(path: str, **options: Any) -> set[str]:
    project = Project.load([path], Options(**options))
    return {item.name for item in project.with_rules(RuleChoice(profile="style")).lint().shown}


REFERENCE = {
    "id": "guide",
    "title": "Guide",
    "source": "docs/guide.md",
    "purpose": "How to ship.",
    "authoritative": True,
    "resolveFrom": "package",
}


def test_a_package_reference_is_resolved_in_the_package_of_the_file() -> None:
    _write("pkg/package.json", {})
    _write("pkg/workflows/release.json", _workflow(references=[REFERENCE]))
    assert "missing-reference-file" in _found("pkg/workflows")
    _write("pkg/docs/guide.md", "text")
    assert "missing-reference-file" not in _found("pkg/workflows")


def test_nothing_is_said_of_package_files_when_no_package_is_known() -> None:
    _write("loose/workflows/release.json", _workflow(references=[REFERENCE]))
    assert package_root("loose/workflows/release.json") is None
    assert "missing-reference-file" not in _found("loose/workflows")


def test_a_stamp_of_another_package_is_not_compared_with_the_rules_of_the_bundle() -> None:
    _write("workflows/release.json", _workflow(validatedAgainstSpecVersion=99))
    assert "invalid-future-stamp" not in _found("workflows")
    Path("own").mkdir()
    assert "invalid-future-stamp" in _found("workflows", spec="own")


def test_an_id_that_a_file_of_the_run_has_is_not_retired() -> None:
    step = {"id": "first", "title": "First", "prompt": "Run `routine-ideation` now."}
    _write("workflows/release.json", _workflow(steps=[step]))
    assert "deprecated-id-mention" in _found(".")
    assert "deprecated-id-mention" not in _found(".", engine="3.66.0")
    _write("routines/ideation.json", _workflow(id="routine-ideation"))
    assert "deprecated-id-mention" not in _found(".")


def test_the_reserved_namespace_belongs_to_packages_with_a_tag_file() -> None:
    _write("workflows/release.json", _workflow(id="wr.release-train"))
    assert "reserved-workflow-namespace" in _found("workflows")
    _write("spec/workflow-tags.json", {"tags": [], "workflows": {}})
    assert "reserved-workflow-namespace" not in _found("workflows")


def test_a_malformed_id_is_reported_once() -> None:
    _write("workflows/release.json", _workflow(id="Acme Release"))
    found = _found("workflows")
    assert "invalid-schema" in found
    assert "missing-workflow-namespace" not in found


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"runCondition": {"variable": "goal", "equals": "x"}}, "unknown-key"),
        ({"runCondition": {"var": "goal", "gt": "5"}}, "invalid-schema"),
        (
            {"outputContract": {"contractref": "x"}, "prompt": "Emit a wr.review_verdict."},
            "unknown-key",
        ),
        (
            {"loop": {"type": "for", "count": 2, "maxIterations": 2}, "prompt": None},
            "invalid-schema",
        ),
    ],
    ids=["variable for var", "text for a number", "key of a contract", "loop without type"],
)
def test_one_mistake_is_one_error(change: dict[str, Any], rule: str) -> None:
    step = {"id": "second", "title": "Second", "prompt": "Write it.", **change}
    step = {key: value for key, value in step.items() if value is not None}
    first = {"id": "first", "title": "First", "prompt": "Read the request."}
    _write("workflows/release.json", _workflow(steps=[first, step]))
    project = Project.load(["workflows"])
    names = [item.name for item in project.with_rules(RuleChoice(profile="catalog")).lint().shown]
    assert rule in names
    assert not {
        "constant-condition",
        "empty-condition",
        "missing-artifact-contract",
        "conflicting-prompt-sources",
    } & set(names)
