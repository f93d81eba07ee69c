"""What rules state that a workflow must contain: without it they find nothing, and are neither imported nor run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.lint.running_rules import complete, run_context, without_markers
from tests.lint.test_rule_cases import CASES, _document_path
from workflowkit.analysis.analysis import Analysis
from workflowkit.diagnostics import Finding
from workflowkit.lint.rule import Rule, Severity, needs, rule
from workflowkit.lint.rules import ALL
from workflowkit.run.analyze import analysis_of
from workflowkit.text import document, files, json_text
from workflowkit.text.document import Document
from workflowkit.text.json_values import keys_in

ROOT = Path(__file__).resolve().parents[2]
STATED = [each for each in ALL if each.needs or each.stems]
WORKFLOWS = [
    *sorted((ROOT / "workflows").rglob("*.json")),
    *sorted((ROOT / "routines").glob("*.json")),
    *sorted((ROOT / "tests").rglob("workflows/*.json")),
]


@cache
def analyses() -> tuple[Analysis, ...]:
    """The analyses of every case of every rule, and of every workflow of the repository."""
    context = run_context()
    texts = [
        (_document_path(case), complete(without_markers(case.read_text("utf-8"))[0]))
        for case in CASES
    ] + [
        (f"workflows/{each.name}-{title.lower()}.json", complete(example))
        for each in ALL
        if each.subject == "Analysis"
        for title in ("Bad", "Good")
        if (example := each.example(title)) and isinstance(json_text.parse(example), dict)
    ]
    found = [
        *(document.parse(text.encode("utf-8"), path) for path, text in texts),
        *(
            document.parse(files.read(path), path.relative_to(ROOT).as_posix())
            for path in WORKFLOWS
        ),
    ]
    made = (analysis_of(one, context) for one in found)
    return tuple(analysis for analysis in made if analysis is not None)


@pytest.mark.parametrize("stated", STATED, ids=lambda one: one.name)
def test_a_rule_finds_nothing_without_what_it_states(stated: Rule) -> None:
    everywhere = replace(stated, needs=(), stems=())
    lacking = [each for each in analyses() if not each.has(stated.needs, stated.stems)]
    assert lacking
    reported = {each.document.path for each in lacking for _ in everywhere.check(each)}
    assert reported == set()


@pytest.mark.parametrize(
    ("stated", "need"),
    [(each, need) for each in STATED for need in each.needs],
    ids=lambda one: one.name if isinstance(one, Rule) else one,
)
def test_a_rule_finds_nothing_in_its_own_cases_without_what_it_states(
    stated: Rule, need: str
) -> None:
    everywhere = replace(stated, needs=(), stems=())
    key, _, kind = need.partition(": ")
    folder = stated.name.replace("-", "_")
    found: dict[bool, list[str]] = {True: [], False: []}
    for case in (case for case in CASES if case.parent.name == folder):
        text = complete(without_markers(case.read_text("utf-8"))[0])
        other = re.sub(rf'"{kind or key}"', '"another"', text)
        for is_other, given in ((False, text), (True, other)):
            made = document.parse(given.encode("utf-8"), _document_path(case))
            analysis = analysis_of(made, run_context())
            if analysis is not None and any(everywhere.check(analysis)):
                found[is_other].append(case.name)
            assert not is_other or analysis is None or need not in keys_in(made.value)
    assert found[False]
    assert not found[True]


def test_a_rule_that_states_nothing_always_runs() -> None:
    runs: list[Analysis] = []

    @rule("Z001", severity=Severity.INFO, since="0.1.0")
    def noted(analysis: Analysis) -> Iterator[Finding]:
        runs.append(analysis)
        yield from ()

    for analysis in analyses()[:50]:
        assert list(noted.check(analysis)) == []
    assert len(runs) == 50


def test_a_rule_runs_where_all_keys_and_one_of_the_words_are() -> None:
    runs: list[str] = []

    @needs("type: loop", "items", stems=("plan", "list"))
    @rule("Z001", severity=Severity.INFO, since="0.1.0")
    def noted(analysis: Analysis) -> Iterator[Finding]:
        runs.append(analysis.workflow.id)
        yield from ()

    loop = {"type": "forEach", "items": "parts", "maxIterations": 3}
    body = [{"id": "inner", "title": "Inner", "prompt": "Read the PLAN."}]
    whole = {"id": "x", "title": "X", "type": "loop", "loop": loop, "body": body}
    steps = {
        "all": whole,
        "no-items": {**whole, "loop": {"type": "for", "count": 3, "maxIterations": 3}},
        "no-words": {**whole, "body": [{**body[0], "prompt": "Read it."}]},
        "words-in-code-only": {**whole, "body": [{**body[0], "prompt": "Read `plan`."}]},
        "no-loop": {"id": "x", "title": "X", "prompt": "Read the plan.", "items": []},
    }
    for name, step in steps.items():
        text = json.dumps({"id": name, "steps": [step]})
        analysis = analysis_of(document.parse(text.encode(), f"{name}.json"), run_context())
        assert analysis is not None
        assert list(noted.check(analysis)) == []
    assert runs == ["all"]


def test_keys_are_found_at_any_depth_and_types_with_their_values() -> None:
    value = {"a": [{"b": {"type": "loop"}}], "c": {"type": 3}, "d": "e"}
    assert keys_in(value) == {"a", "b", "c", "d", "type", "type: loop"}


def test_a_rule_about_others_cannot_state_needs() -> None:
    with pytest.raises(TypeError, match="checks none"):

        @needs("steps")
        @rule("Z001", severity=Severity.INFO, since="0.1.0")
        def noted(document: Document) -> Iterator[Finding]:
            yield from ()


def test_rules_are_not_imported_where_they_find_nothing(tmp_path: Path) -> None:
    step = {"id": "x", "title": "X", "prompt": "Read the request."}
    workflow = {"id": "acme.x", "name": "X", "description": "Use this to read.", "steps": [step]}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**workflow, "version": "1.0.0"}), "utf-8")
    line = ["lint", "--no-cache", "--profile", "style", "-j1", str(path)]
    program = (
        "import sys, io, contextlib\nfrom workflowkit.cli.main import run\n"
        f"with contextlib.redirect_stdout(io.StringIO()): run({line!r})\n"
        "print(*[name for name in sys.modules if name.startswith('workflowkit.lint.rules.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    imported = set(done.stdout.split())
    named = {each.module for each in STATED if each.needs}
    parts = {each.module for each in ALL if each.parameter in ("Loop", "Condition", "Criterion")}
    assert imported.isdisjoint(named | parts)
    assert "workflowkit.lint.rules.metrics.missing_metrics_profile" in imported
