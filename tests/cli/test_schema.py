from __future__ import annotations

import json
from pathlib import Path

import pytest

from workflowkit.cli.main import run

SPEC = Path(__file__).parent.parent.parent / "spec"


def test_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert {"config", "diagnostics", "workflow"} <= set(capsys.readouterr().out.splitlines())


def test_schema_is_the_published_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "config"]) == 0
    published = (SPEC / "config.schema.json").read_text("utf-8")
    assert json.loads(capsys.readouterr().out) == json.loads(published)


def test_unknown_schema_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "confg"]) == 2
    assert capsys.readouterr().err == (
        "wfk: no schema is called 'confg'\n     did you mean 'config'?\n"
    )
