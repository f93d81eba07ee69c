"""The reference in docs/engine states what the schema, the spec pack and the engine's answers state."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import workflowkit
from workflowkit.run.spec_folder import load_spec
from workflowkit.text.json_records import to_json

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "engine"
SCHEMA = json.loads((ROOT / "spec/workflow.schema.json").read_bytes())
ENGINE = to_json(load_spec(None, "3.68.0").engine)
VECTORS = [
    json.loads(path.read_bytes()) for path in sorted((ROOT / "tests/vectors/format").glob("*.json"))
]
OBJECTS = {
    "Workflow": SCHEMA,
    "Standard step": SCHEMA["$defs"]["standardStep"],
    "Loop step": SCHEMA["$defs"]["loopStep"],
} | {
    name: SCHEMA["$defs"][name]
    for name in (
        "assessmentConsequence",
        "assessmentDefinition",
        "assessmentDimension",
        "condition",
        "extensionPoint",
        "functionDefinition",
        "functionParameter",
        "loopConfig",
        "promptBlocks",
        "promptFragment",
        "templateCall",
        "validationRule",
        "workflowReference",
    )
}
"""Heading in format.md to the part of the schema that its table describes."""


@cache
def page(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


def section(name: str, heading: str) -> str:
    """Return the text below *heading*, up to the next heading of any level."""
    below = re.split(rf"^#+ {re.escape(heading)}$", page(name), flags=re.MULTILINE)
    assert len(below) == 2, f"{name} has no single heading {heading}"
    return re.split(r"^#", below[1], flags=re.MULTILINE)[0]


def first_table(text: str) -> list[list[str]]:
    """Return the rows of the first table in *text*, without the two that make its head."""
    table = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def code(text: str) -> list[str]:
    """Return what is in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("heading", OBJECTS)
def test_tables_of_the_format_have_the_keys_of_the_schema(heading: str) -> None:
    keys = [key for row in first_table(section("format.md", heading)) for key in code(row[0])]
    assert sorted(keys) == sorted(OBJECTS[heading]["properties"])


@pytest.mark.parametrize("heading", OBJECTS)
def test_tables_of_the_format_mark_what_the_schema_requires(heading: str) -> None:
    rows = first_table(section("format.md", heading))
    required = [key for row in rows if row[1] == "R" for key in code(row[0])]
    assert sorted(required) == sorted(OBJECTS[heading].get("required", []))


def test_the_example_is_valid() -> None:
    example = section("format.md", "An example").partition("```json\n")[2].partition("```")[0]
    assert workflowkit.compile_workflow(example).outcome == "valid"


def structural_names() -> set[str]:
    rows = re.findall(r"^\| (`[a-z-]+`[^|]*) \|", page("structure-checks.md"), flags=re.MULTILINE)
    return {name for row in rows for name in code(row)}


def test_every_structural_answer_of_the_engine_is_described() -> None:
    answers = {
        name
        for vector in VECTORS
        for kind in ("issues", "warnings", "info")
        for name in vector["expect"].get("structural", {}).get(kind, ())
    }
    assert len(answers) > 30
    assert answers <= structural_names()


def test_the_issues_that_remain_after_the_schema_are_those_of_the_engine() -> None:
    remaining = set(code(section("structure-checks.md", "What remains after the schema")))
    issues = {
        name
        for vector in VECTORS
        for name in vector["expect"].get("structural", {}).get("issues", ())
    }
    assert remaining == issues


def test_every_error_code_of_the_engine_is_described() -> None:
    codes = {
        vector["expect"][key]
        for vector in VECTORS
        for key in ("errorCode", "causeCode", "detailCode")
        if vector["expect"].get(key)
    }
    assert len(codes) > 15
    assert codes <= set(code(page("compiler.md")))


def test_every_outcome_of_the_engine_is_described() -> None:
    described = set(code(section("snapshot-and-hash.md", "Pipeline")))
    assert {vector["expect"]["outcome"] for vector in VECTORS} <= described


def test_the_contracts_are_those_of_the_engine() -> None:
    rows = first_table(section("contracts.md", "Contracts"))
    without_validator = [code(row[0])[0] for row in rows if row[3].startswith("none")]
    assert [code(row[0])[0] for row in rows] == ENGINE["contracts"]
    assert without_validator == ENGINE["contractsWithoutValidator"]


@pytest.mark.parametrize(("heading", "folder"), [("Features", "features"), ("Refs", "refs")])
def test_the_registries_are_those_of_the_spec_pack(heading: str, folder: str) -> None:
    rows = first_table(section("compiler.md", heading))
    bundled = {f"wr.{folder}.{path.stem}" for path in (ROOT / "spec" / folder).iterdir()}
    assert {code(row[0])[0] for row in rows} == bundled


def test_the_worked_bytes_have_the_worked_hash() -> None:
    text = section("snapshot-and-hash.md", "One step")
    canonical = text.partition("```\n")[2].partition("\n```")[0]
    assert f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}" in code(text)


@pytest.mark.parametrize("heading", ["One step", "An empty override", "A call in a loop"])
def test_worked_examples_give_the_answers_of_the_engine(heading: str) -> None:
    text = section("snapshot-and-hash.md", heading)
    link = re.findall(r"\]\(([^)]+\.json)\)", text)[0]
    expect: dict[str, Any] = json.loads((PAGES / link).read_bytes())["expect"]
    assert {expect["hash"], expect["hashRef"]} <= set(code(text))
