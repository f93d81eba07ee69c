from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from tests.strategies import mutated
from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.format.formatter import format_text
from workflowkit.text import json_text
from workflowkit.text.routes import Json

ROOT = Path(__file__).resolve().parents[2]
VECTORS = sorted((ROOT / "tests" / "vectors" / "format").glob("[0-9]*.json"))


def test_keys_come_in_the_order_of_the_models_and_small_containers_on_one_line() -> None:
    text = (
        '{"steps":[{"prompt":"Go.","title":"One","id":"one","runCondition":{"equals":1.0,"var":"x"},'
        '"promptBlocks":{"outputRequired":{"b":"1","a":"2"}}}],"version":"1.0.0","features":[],"x":1,"id":"abc"}'
    )
    assert format_text(text) == (
        "{\n"
        '  "id": "abc",\n'
        '  "version": "1.0.0",\n'
        '  "features": [],\n'
        '  "steps": [\n'
        "    {\n"
        '      "id": "one",\n'
        '      "title": "One",\n'
        '      "runCondition": { "var": "x", "equals": 1.0 },\n'
        '      "prompt": "Go.",\n'
        '      "promptBlocks": {\n'
        '        "outputRequired": {\n'
        '          "b": "1",\n'
        '          "a": "2"\n'
        "        }\n"
        "      }\n"
        "    }\n"
        "  ],\n"
        '  "x": 1\n'
        "}\n"
    )


def test_what_does_not_fit_on_a_line_is_spread() -> None:
    levels = [f"level number {number}" for number in range(9)]
    assert format_text(json.dumps({"levels": levels})).count("\n") == 13


def _canonical(text: str) -> str:
    try:
        return canonical_json(json_text.parse(text))
    except NotFiniteError:
        return "not finite"


def _check(text: str) -> None:
    laid = format_text(text)
    assert format_text(laid) == laid
    assert _canonical(laid) == _canonical(text)


@given(mutated())
def test_the_layout_is_idempotent_and_keeps_the_value(document: Json) -> None:
    _check(json.dumps(document).replace("Infinity", "1e400"))


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_the_layout_keeps_the_value_of_every_vector(path: Path) -> None:
    _check(path.read_text("utf-8"))
