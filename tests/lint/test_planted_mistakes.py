"""Recall: mistakes of 40 kinds are planted in the bundled workflows, one at a time, and the rules have to find them.

Each is planted at a place that the seed selects among all where it can be made.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.lint.planted_mistakes import KINDS
from workflowkit.config.settings import Config, LintConfig, RuleChoice
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.run.loading import Options
from workflowkit.run.project import Project

SEED = 1
FILES = [
    path
    for path in sorted((Path(__file__).parents[2] / "workflows").glob("*.json"))
    if not path.name.startswith("test-")
]


@cache
def _project(path: Path) -> Project:
    project = Project.load([str(path)], Options())
    bare = Project(project.documents, project.context, Config(lint=LintConfig()))
    return bare.with_rules(RuleChoice(profile="style"))


@cache
def _clean(path: Path) -> Counter[tuple[str, str]]:
    return Counter(_fact(diagnostic) for diagnostic in _project(path).lint().shown)


def _fact(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code, diagnostic.message


@cache
def _places(kind: str) -> list[tuple[Path, int]]:
    """Return the files and numbers of the places where a mistake of *kind* can be made."""
    places, _ = KINDS[kind]
    return [
        (path, index)
        for path in FILES
        for index, _ in enumerate(places(json.loads(path.read_text())))
    ]


@cache
def new_findings(kind: str, seed: int = SEED) -> list[Diagnostic]:
    """Return what is found in a bundled workflow only when a mistake of *kind* is in it."""
    path, index = random.Random(f"{seed} {kind}").choice(_places(kind))
    workflow = json.loads(path.read_text())
    list(KINDS[kind][0](workflow))[index]()
    changed = _project(path).with_texts({str(path): json.dumps(workflow, indent=2)})
    left = _clean(path).copy()
    found: list[Diagnostic] = []
    for diagnostic in changed.lint().shown:
        left[_fact(diagnostic)] -= 1
        if left[_fact(diagnostic)] < 0:
            found.append(diagnostic)
    return found


def test_there_are_forty_kinds() -> None:
    assert len(KINDS) == 40


@pytest.mark.parametrize("kind", KINDS)
def test_the_mistake_is_found(kind: str) -> None:
    codes = KINDS[kind][1]
    found = {diagnostic.code for diagnostic in new_findings(kind)}
    assert bool(found & codes) == bool(codes), found


def test_the_default_profile_finds_three_of_four() -> None:
    n_found = sum(
        any(
            each.code in codes and each.severity is not Severity.INFO for each in new_findings(kind)
        )
        for kind, (_, codes) in KINDS.items()
    )
    assert n_found >= 30
