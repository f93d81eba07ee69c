"""Any bytes in give a report, never an exception; whatever the engine refuses is told."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import mutated
from workflowkit.config.settings import Config, LintConfig
from workflowkit.diagnostics import Severity
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.report.formats import FORMATS, renderer
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.run import loading
from workflowkit.run.analyze import FileReport, analysis_of, analyze, workflow_subject
from workflowkit.run.context import RunContext
from workflowkit.run.describe import describe
from workflowkit.run.loading import Options
from workflowkit.text import document
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_DEPTH, MAX_READ
from workflowkit.text.routes import Json

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = [path.read_bytes() for path in sorted((ROOT / "workflows").glob("*.json"))]
PATHS = ["workflows/a.json", "routines/a.json", "workflows/examples/a.json"]


@cache
def _context() -> RunContext:
    style = LintConfig(profile="style")
    return replace(loading.load_context(Options(), Config()), lint=style)


def _report(item: Document) -> FileReport:
    context = _context()
    report = analyze(workflow_subject(item, context), context, Selection(context.lint, ALL))
    is_refused = _outcome(item) != "valid"
    errors = [found for found in report.diagnostics if found.severity is Severity.ERROR]
    assert errors or not is_refused, "refused in silence"
    assert all(found.span.start.line >= 1 for found in report.diagnostics)
    result = Result(shown=report.diagnostics, n_files=1)
    for name in FORMATS:
        renderer(name)(result, {item.path: item}, Style(unicode=True))
    return report


def _outcome(item: Document) -> str | None:
    """The engine's verdict in the manifest; None for a file without a row."""
    analysis = analysis_of(item, _context())
    return describe(analysis, _context()).outcome if analysis else None


@given(mutated(), st.sampled_from(PATHS))
def test_documents_that_are_nearly_workflows(value: Json, path: str) -> None:
    text = json.dumps(value).replace("Infinity", "1e400")
    _report(document.parse(text.encode("utf-8", "surrogatepass"), path))


@given(st.binary(max_size=200))
def test_random_bytes(content: bytes) -> None:
    _report(document.parse(content, "workflows/a.json"))


@given(st.sampled_from(BUNDLED), st.data())
def test_truncated_and_damaged_files(content: bytes, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(content)))
    place = data.draw(st.integers(0, max(end - 1, 0)))
    damaged = content[:place] + data.draw(st.binary(max_size=3)) + content[place + 1 : end]
    _report(document.parse(damaged, "workflows/a.json"))


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'{"not":' * 10_000])
def test_deep_nesting_is_a_finding(content: bytes) -> None:
    report = _report(document.parse(content, "a.json"))
    assert f"more than {MAX_DEPTH} levels" in report.diagnostics[0].message


@pytest.mark.parametrize("depth", [100, 255, 300, 390])
def test_conditions_are_judged_down_to_the_limit(depth: int) -> None:
    condition = '{"not": ' * depth + '{"var": "x"}' + "}" * depth
    text = (
        '{"id": "abc", "name": "n", "description": "d", "version": "1.0.0", "steps": ['
        '{"id": "one", "title": "One", "prompt": "Go."},'
        f'{{"id": "two", "title": "Two", "prompt": "Go.", "runCondition": {condition}}}]}}'
    )
    item = document.parse(text.encode(), "a.json")
    _report(item)
    assert _outcome(item) == "valid"


def test_a_file_of_a_hundred_megabytes_is_a_finding() -> None:
    report = _report(document.parse(b" " * (100_000_000), "a.json"))
    assert "100 MB" in report.diagnostics[0].message
    assert MAX_READ < 100_000_000


def test_every_type_everywhere() -> None:
    """Each value of a small but full workflow, replaced by each kind of JSON value."""
    base = json.loads((ROOT / "workflows" / "examples" / "assessment.json").read_text("utf-8"))
    for key in [*base, "extensionPoints", "references", "functionDefinitions", "steps"]:
        for wrong in (None, True, 1, 1.5, "x", [], {}, [None], [[]], [{}], {"a": {}}):
            _report(document.parse(json.dumps({**base, key: wrong}).encode(), "a.json"))
    for index, step in enumerate(base["steps"]):
        for key in [
            *step,
            "loop",
            "body",
            "promptFragments",
            "templateCall",
            "runCondition",
            "type",
        ]:
            for wrong in (None, True, 1, "x", "loop", [], {}, [None], [{}]):
                steps = [*base["steps"][:index], {**step, key: wrong}, *base["steps"][index + 1 :]]
                _report(document.parse(json.dumps({**base, "steps": steps}).encode(), "a.json"))
