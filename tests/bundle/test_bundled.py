"""Every bundled workflow and routine: what it compiles to, pinned as one readable text per file.

A change of one prompt shows as one readable change of one snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from workflowkit import loading
from workflowkit.batch.analyze import Shared, analysis_of, analyze
from workflowkit.catalog.manifest import camel_case
from workflowkit.compiler.nodes import every_step
from workflowkit.lint.rules import ALL
from workflowkit.loading import Options
from workflowkit.project.settings import Config, LintConfig, RuleChoice
from workflowkit.source.document import Document

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("workflows", "routines")
    for path in (ROOT / folder).rglob("*.json")
)
NAMES = [path.removesuffix(".json").replace("/", "-") for path in FILES]


class TextFile(SingleFileSnapshotExtension):
    """One Markdown file per snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


@cache
def _project() -> tuple[Shared, dict[str, Document]]:
    shared = loading.load_shared(Options(), Config())
    documents = {
        path: Document(path, item.text, item.value, item.broken, item.size)
        for path in FILES
        for item in [loading.read_document(ROOT / path)]
    }
    style = LintConfig(rules=RuleChoice(profile="style"))
    whole = Shared(shared.environment, shared.spec, style, documents=shared.documents)
    return loading.with_catalogue(whole, list(documents.values())), documents


def _text(path: str) -> str:
    """The compiled file as text for people: facts, findings, then every step with its prompt."""
    shared, documents = _project()
    report = analyze(documents[path], shared, ALL)
    analysis = analysis_of(documents[path], shared)
    assert analysis is not None
    assert report.row is not None
    row = camel_case(asdict(report.row))
    # The file's own hash changes with its layout too; the workflow's hash is what matters here.
    del row["sourceHash"]
    findings = [f"- {item.code} {item.name}: {item.message}" for item in report.diagnostics]
    parts = [
        f"# {analysis.workflow.id}",
        "## Manifest row\n\n```json\n" + json.dumps(row, indent=2, ensure_ascii=False) + "\n```",
        "## Findings\n\n" + ("\n".join(findings) or "None."),
        *_steps(analysis.compilation.steps),
    ]
    return "\n\n".join(parts) + "\n"


def _steps(nodes: object) -> Iterator[str]:
    for node in every_step(nodes):  # type: ignore[arg-type]  # The compilation's own steps.
        facts = {
            key: value
            for key, value in node.value.items()
            if key not in ("id", "title", "prompt", "body")
        }
        yield f"## Step {node.id}: {node.value.get('title', '')}"
        if facts:
            yield "```json\n" + json.dumps(facts, indent=2, ensure_ascii=False) + "\n```"
        if node.value.get("prompt"):
            yield str(node.value["prompt"])


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_what_the_file_compiles_to(path: str, snapshot: SnapshotAssertion) -> None:
    assert _text(path) == snapshot.use_extension(TextFile)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_file_compiles_and_nothing_is_found_in_it(path: str) -> None:
    shared, documents = _project()
    report = analyze(documents[path], shared, ALL)
    assert [(item.name, item.message) for item in report.diagnostics] == []
    assert report.row is not None
    assert report.row.workflow_hash is not None
