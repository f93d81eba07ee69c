"""The page about the catalogue: everything is on it once, and every link leads somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from workflowkit.catalog.pages import CatalogEntry, catalog_page
from workflowkit.run.project import Project
from workflowkit.spec.pack import Tag, TagEntry, Tags

ROOT = Path(__file__).parents[2]
TAGS = Tags(
    (
        Tag("coding", "Coding", ("Change code.",), ()),
        Tag("review", "Review", ("Judge code.", "Or a design."), ()),
    ),
    {
        "acme.release": TagEntry(("coding", "review")),
        "acme.hidden": TagEntry(("coding",), hidden=True),
    },
)


def _page(project: Project, tags: Tags) -> str:
    paths = [item.path for item in project.documents]
    return catalog_page(
        [
            CatalogEntry(project.analysis(path), row)
            for path, row in zip(paths, project.rows(), strict=True)
        ],
        tags,
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Three workflows, one of them hidden, one without tags, and a routine that one of them calls."""
    monkeypatch.chdir(tmp_path)
    _write("wfk.toml", 'routines = ["routines"]\nspec = "spec"\n')
    tags = {
        "tags": [{"id": "coding", "displayName": "C", "when": ["w"]}, {"id": "review", "displayName": "R", "when": ["w"]}],
        "workflows": {"acme.release": {"tags": ["coding", "review"]}, "acme.hidden": {"tags": ["coding"], "hidden": True}},
    }  # fmt: skip
    _write("spec/workflow-tags.json", json.dumps(tags))
    _write("routines/build.json", _flow("acme.routine-build", title="Make {target}"))
    call = {"templateId": "wr.templates.routine.acme.routine-build", "args": {"target": "it"}}
    more = {
        "about": "## Release\n\nCuts | trims.\n\n## When\n\nOften.",
        "examples": ["Cut release 7 from the tag"],
        "metricsProfile": "coding",
    }
    release = _flow("acme.release", {"id": "call", "title": "Call", "templateCall": call}, **more)
    _write("workflows/release.json", release)
    _write("workflows/hidden.json", _flow("acme.hidden"))
    _write("workflows/other.json", _flow("acme.other"))
    return Project.load(["workflows", "routines"])


def _flow(workflow_id: str, *steps: Any, title: str = "First", **more: Any) -> str:
    first = {"id": "first", "title": title, "prompt": "Do it."}
    return json.dumps(
        {
            "id": workflow_id, "name": "Release", "description": "Use this | that.",
            "version": "1.0.0", "steps": [first, *steps], **more,
        }
    )  # fmt: skip


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text, "utf-8")


def test_each_workflow_is_told_under_its_first_tag(project: Project) -> None:
    page = _page(project, TAGS)
    assert re.findall(r"^(?:##|###) .*$", page, re.MULTILINE) == [
        "## Coding",
        "### acme.release",
        "## Without a tag",
        "### acme.other",
        "### acme.routine-build",
    ]
    assert "2 workflows and 1 routine come with" in page
    assert "acme.hidden" not in page


def test_each_tag_lists_everything_that_bears_it(project: Project) -> None:
    page = _page(project, TAGS)
    row = "| [`acme.release`](#acmerelease) | Use this \\| that. |"
    assert f"**Review.** Judge code. Or a design.\n\n| | |\n| --- | --- |\n{row}\n" in page
    assert page.count(row) == 2


def test_a_section_tells_what_for_how_and_with_what(project: Project) -> None:
    page = _page(project, TAGS)
    section = page[page.index("### acme.release") : page.index("## Without a tag")]
    assert section == (
        "### acme.release\n\n"
        "**Release**, version 1.0.0. Use this | that.\n\n"
        "Cuts | trims.\n\n**When**\n\nOften.\n\n"
        "**Goals it is for**\n\n- Cut release 7 from the tag\n\n"
        "**Steps**\n\n1. First\n2. Call (routine acme.routine-build)\n    - Make it\n\n"
        "- Size: 2 prompts, 0 loops\n"
        "- Tags: coding, review\n"
        "- Metrics profile: coding\n"
        "- Routines: [`acme.routine-build`](#acmeroutine-build)\n\n"
    )


def test_a_routine_tells_how_it_is_called_and_by_whom(project: Project) -> None:
    assert _page(project, TAGS).endswith(
        "- Size: 1 prompt, 0 loops\n"
        "- Template: `wr.templates.routine.acme.routine-build`\n"
        "- Arguments: `target`\n"
        "- Used by: [`acme.release`](#acmerelease)\n"
    )


def test_every_bundled_workflow_is_on_the_page_once_and_every_link_leads_to_one() -> None:
    project = Project.load([str(ROOT / "workflows"), str(ROOT / "routines")])
    tags = project.context.spec.tags
    assert tags is not None
    page = _page(project, tags)
    headings = re.findall(r"^### (.*)$", page, re.MULTILINE)
    shown = [row.id for row in project.rows() if row.kind in ("workflow", "routine")]
    assert sorted(headings) == sorted(shown)
    assert "Without a tag" not in page
    anchors = {heading.replace(".", "") for heading in headings}
    assert set(re.findall(r"\(#([^)]*)\)", page)) <= anchors
