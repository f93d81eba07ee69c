"""Every bundled workflow and routine: what it compiles to, pinned as one readable text per file.

A change of one prompt shows as one readable change of one snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from workflowkit.compiler.steps import Steps, every_step
from workflowkit.run.describe import describe
from workflowkit.run.project import Project
from workflowkit.text.json_records import to_json

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path for folder in ("workflows", "routines") for path in (ROOT / folder).rglob("*.json")
)
NAMES = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "-") for path in FILES]


class TextFile(SingleFileSnapshotExtension):
    """One Markdown file per snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


@cache
def _project() -> Project:
    """The repository as its own configuration describes it."""
    return Project.load([ROOT / "workflows", ROOT / "routines"])


@cache
def _findings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in _project().lint().shown:
        found.setdefault(item.path, []).append(f"{item.code} {item.name}: {item.message}")
    return found


def _text(path: Path) -> str:
    """The compiled file as text for people: facts, findings, then every step with its prompt."""
    analysis = _project().analysis(path.as_posix())
    row = to_json(describe(analysis, _project().context))
    # These change with the layout of the file and with each review; what it compiles to does not.
    del row["sourceHash"], row["staleness"]
    findings = [f"- {finding}" for finding in _findings().get(path.as_posix(), [])]
    parts = [
        f"# {analysis.workflow.id}",
        "## Manifest row\n\n```json\n" + json.dumps(row, indent=2, ensure_ascii=False) + "\n```",
        "## Findings\n\n" + ("\n".join(findings) or "None."),
        *_steps(analysis.compilation.steps),
    ]
    return "\n\n".join(parts) + "\n"


def _steps(steps: Steps) -> Iterator[str]:
    for node in every_step(steps):
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
def test_what_the_file_compiles_to(path: Path, snapshot: SnapshotAssertion) -> None:
    assert _text(path) == snapshot.use_extension(TextFile)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_file_compiles(path: Path) -> None:
    compilation = _project().analysis(path.as_posix()).compilation
    assert (compilation.outcome, compilation.errors) == ("valid", ())
    assert compilation.hash is not None


def test_nothing_is_found_in_the_bundled_files() -> None:
    assert _findings() == {}


def test_the_catalogue_has_what_it_promises() -> None:
    ids = {row.id: row.kind for row in _project().rows()}
    kinds = list(ids.values())
    assert (kinds.count("workflow"), kinds.count("fixture")) == (21, 2)
    assert (kinds.count("routine"), kinds.count("example")) == (12, 15)


def test_every_file_is_named_for_its_id() -> None:
    prefixes = {"workflows": "wr.", "routines": "wr.routine-", "examples": "example."}
    for path in FILES:
        workflow_id = json.loads(path.read_text("utf-8"))["id"]
        assert workflow_id in (path.stem, prefixes[path.parent.name] + path.stem)
