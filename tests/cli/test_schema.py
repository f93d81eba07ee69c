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


def test_editors_get_the_same_schema_with_annotations(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "workflow", "--editor", "--engine", "3.121"]) == 0
    editor = json.loads(capsys.readouterr().out)
    assert run(["schema", "workflow", "--engine", "3.121"]) == 0
    plain = json.loads(capsys.readouterr().out)
    tier = editor["properties"].pop("modelTier")
    assert plain["properties"].pop("modelTier").items() <= tier.items()
    assert tier["markdownEnumDescriptions"][2] == "The most capable model."
    assert "modelTier" not in _properties_of_default(capsys)


def _properties_of_default(capsys: pytest.CaptureFixture[str]) -> set[str]:
    assert run(["schema", "workflow", "--editor"]) == 0
    return set(json.loads(capsys.readouterr().out)["properties"])
