"""Every construct is accepted from its version on and refused before."""

from __future__ import annotations

from functools import cache

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.constructs import INFINITE, NEVER, NEWEST, OLDEST, REPEATED, ROWS
from tests.strategies import mutated
from workflowkit.compiler.context import CompileContext, compile_context
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.format.constructs import used_constructs
from workflowkit.format.fast_validator import is_workflow
from workflowkit.format.shape import check_shape
from workflowkit.format.validation import workflow_errors
from workflowkit.run.spec_folder import load_spec
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text.routes import Json

VERSIONS = list(load_spec(None, None).history.profiles)
TABLE = [pytest.param(document, first, id=name) for name, document, first in ROWS]


@cache
def context(version: str) -> CompileContext:
    return compile_context(load_spec(None, version))


@cache
def schema(version: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema("workflow", context(version).dialect))


def compiled(document: Json, version: str) -> Compilation:
    return compile_workflow(document, context(version))


def before(version: str) -> str:
    return VERSIONS[VERSIONS.index(version) - 1]


@given(
    mutated(st.sampled_from([document for _, document, _ in ROWS])),
    st.sampled_from(["3.68.0", "3.89.0", "3.92.0", "3.102.0", "3.117.0", "3.118.0"]),
)
def test_validator_and_models_agree_on_mutated_constructs(document: Json, version: str) -> None:
    dialect = context(version).dialect
    errors = workflow_errors(document, dialect)
    assert is_workflow(document, dialect) == (errors == [])
    assert len({(error.route, error.message) for error in errors}) == len(errors)


@given(mutated(st.sampled_from([document for _, document, _ in ROWS])))
def test_no_mutated_construct_breaks_the_compiler(document: Json) -> None:
    for version in ("3.68.0", NEWEST):
        compilation = compiled(document, version)
        assert compilation.is_valid == (compilation.errors == ())
    used_constructs(document)


def test_the_table_has_enough_constructs() -> None:
    assert len({name for name, _, _ in ROWS}) == len(ROWS) >= 140


@pytest.mark.parametrize(("document", "first"), TABLE)
def test_a_construct_is_accepted_from_its_version_on(document: Json, first: str) -> None:
    accepting = VERSIONS[VERSIONS.index(first) :] if first != NEVER else []
    at_the_edges = {OLDEST, "3.68.0", NEWEST, *accepting[:1]}
    if first not in (NEVER, OLDEST):
        at_the_edges.add(before(first))
    for version in sorted(at_the_edges, key=VERSIONS.index):
        compilation = compiled(document, version)
        assert compilation.is_valid == (version in accepting), (version, compilation.errors)
        assert compilation.is_valid == (not compilation.errors)


@pytest.mark.parametrize(("document", "first"), TABLE)
def test_validator_models_and_schema_of_a_version_agree(document: Json, first: str) -> None:
    for version in {OLDEST, "3.68.0", NEWEST, first or NEWEST, before(first or NEWEST)}:
        dialect = context(version).dialect
        is_legal = check_shape(document, dialect) == []
        assert is_workflow(document, dialect) == is_legal
        assert schema(version).is_valid(document) == is_legal


NEWER = [(name, document, first) for name, document, first in ROWS if first not in (NEVER, OLDEST)]


@pytest.mark.parametrize(
    ("document", "first"),
    [pytest.param(document, first, id=name) for name, document, first in NEWER],
)
def test_the_error_before_says_which_engines_know_it(document: Json, first: str) -> None:
    errors = compiled(document, before(first)).errors
    assert errors
    for error in errors:
        assert f"engines since {first} " in error.message
        assert f"use --engine {first} or later" in error.help
    assert len({error.route for error in errors}) == len(errors)


@pytest.mark.parametrize(
    ("document", "first"),
    [pytest.param(document, first, id=name) for name, document, first in NEWER],
)
def test_the_constructs_of_a_file_say_what_it_needs(document: Json, first: str) -> None:
    history = load_spec(None, None).history
    needed = [history.first(used.construct, used.count) for used in used_constructs(document)]
    assert max(needed, key=VERSIONS.index) == first


def test_files_of_the_oldest_format_use_nothing_new() -> None:
    old = [document for _, document, first in ROWS if first == OLDEST]
    assert old
    constructs = {used.construct for document in old for used in used_constructs(document)}
    assert {construct.rpartition(".")[0] for construct in constructs} == {"wr.contracts"}


@pytest.mark.parametrize(
    "document", [pytest.param(document, id=name) for name, document in REPEATED]
)
def test_repeated_consequences_are_refused_before_and_after_two_releases(document: Json) -> None:
    accepting = [version for version in VERSIONS if compiled(document, version).is_valid]
    assert accepting == ["3.89.0"]
    assert [error.kind for error in compiled(document, NEWEST).errors] == ["DUPLICATE_CONSEQUENCE"]


def test_numbers_had_to_be_finite_from_3_67_on() -> None:
    accepting = [version for version in VERSIONS if compiled(INFINITE, version).is_valid]
    assert accepting == ["3.66.0"]
    assert compiled(INFINITE, "3.66.0").hash is None
    (error,) = compiled(INFINITE, "3.67.0").errors
    assert error.message == "'gt' is Infinity; expected a finite number"
