"""Workflows of many subjects and ways of writing, each without a mistake: no rule may warn about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflowkit.config.settings import Config, LintConfig
from workflowkit.diagnostics import Severity
from workflowkit.run.loading import Options
from workflowkit.run.project import Project

FILES = sorted((Path(__file__).parent / "careful_workflows").glob("*.json"))


def test_there_are_117() -> None:
    assert len(FILES) == 117


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_reported_by_default(path: Path) -> None:
    project = Project.load([str(path)], Options())
    bare = Project(project.documents, project.context, Config(lint=LintConfig()))
    found = [
        f"{each.code} {each.message}"
        for each in bare.lint().shown
        # The project of these tests demands that its own workflows have tags.
        if each.severity is not Severity.INFO and each.code != "G001"
    ]
    assert found == []
