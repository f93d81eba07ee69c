"""A streamed run reports what a run in memory reports, byte for byte, with any number of workers, in every format."""

from __future__ import annotations

import marshal
import pickle
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from workflowkit.errors import InternalError
from workflowkit.lint.rules import ALL
from workflowkit.report.formats import FORMATS, assembler, renderer
from workflowkit.report.pieces import ListedFindings
from workflowkit.report.style import PLAIN, Style
from workflowkit.run import glances, lint_map, pool
from workflowkit.run.discovery import ReadMode
from workflowkit.run.file_outcome import FileOutcome, packed, unpacked, unpacked_facts
from workflowkit.run.lint_file import FileMarks, MapSettings, lint_content, lint_file
from workflowkit.run.lint_map import marks_of, settings_for
from workflowkit.run.lint_stream import StreamedResult, lint_streamed
from workflowkit.run.loading import Options
from workflowkit.run.project_fixes import without_skipped_fixes
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.stored_files import StoredFiles
from workflowkit.text.document import Document

ROOT = Path(__file__).resolve().parents[2]
STYLES = [(name, PLAIN) for name in FORMATS]

CONFIG = """
routines = ["routines"]

[lint]
profile = "style"

[[lint.suppress]]
rule = "P001"
reason = "a test"

[[lint.suppress]]
rule = "duplicate-meta-guidance"
reason = "a test"
path = "workflows/zz.json"

[[lint.suppress]]
rule = "S013"
reason = "ended long ago"
expires = 2020-01-01

[lint.per-file."nothing/*.json"]
ignore = ["P"]
"""
TRIGGERS = 'triggers:\n  - id: a\n    provider: generic\n    workflowId: wr.none\n    hmacSecret: "s3cret-value"\n'


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalog as the current folder."""
    folder = tmp_path / "catalog"
    write_catalog(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(pool, "_has_threads", lambda: False)
    return folder


def write_catalog(folder: Path) -> None:
    """Write workflows with findings of every kind, in a project with another project in it."""
    shutil.copytree(ROOT / "tests/run/operations/workflows", folder / "workflows")
    shutil.copytree(ROOT / "tests/lint/routines", folder / "routines")
    (folder / "wfk.toml").write_text(CONFIG, "utf-8")
    text = (folder / "workflows/shaping.json").read_text("utf-8")
    spoilt = text.replace('"steps"', '"stepz": [],\n  "steps"', 1).replace(
        "wr.routine-", "wr.rutine-"
    )
    (folder / "workflows/zz.json").write_text(spoilt, "utf-8")
    (folder / "workflows/aa.json").write_text(text[:-30], "utf-8")
    (folder / "workflows/triggers.yml").write_text(TRIGGERS, "utf-8")
    (folder / "workflows/latin.json").write_bytes(
        b'{"id": "acme.latin", "name": "\xff", "clarificationPrompt": [], "steps": []}'
    )
    (folder / "workflows/other.json").write_text('{"a": 1}', "utf-8")
    (folder / "sub/workflows").mkdir(parents=True)
    (folder / "sub/wfk.toml").write_text('[lint]\nprofile = "core"\n', "utf-8")
    (folder / "sub/workflows/copy.json").write_text(spoilt, "utf-8")


def _load(*, n_workers: int = 1, streams: bool = False, engine: str | None = None) -> ProjectGroup:
    group = ProjectGroup.load((), Options(engine=engine), mode=ReadMode(streams, n_workers))
    return group.mapped(lambda project: project.with_jobs(n_workers))


def _in_memory(group: ProjectGroup, baseline: str = "", maximum: int | None = None) -> list[str]:
    result = without_skipped_fixes(group.lint(baseline=baseline), group.projects, baseline)
    result = replace(result, maximum=maximum, seconds=0.0)
    sources = group.sources_of(result)
    return [renderer(name)(result, sources, style) for name, style in STYLES]


def _streamed(result: StreamedResult, maximum: int | None = None) -> list[str]:
    tally = result.tally
    tally.maximum, tally.seconds = maximum, 0.0
    return [
        "".join(
            assembler(name)(
                ListedFindings(result.pieces, tally.counts, maximum, number), tally, style
            )
        )
        for number, (name, style) in enumerate(STYLES)
    ]


@pytest.mark.parametrize("n_workers", [1, 2, 4])
def test_a_streamed_run_reports_the_same_in_every_format(
    n_workers: int, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _in_memory(_load())
    assert "s3cret-value" not in expected[0]
    assert "the fix is not applied" in expected[0]
    assert "suppressed" in expected[0]
    monkeypatch.setattr(glances, "MANY_FILES", 1)
    group = _load(n_workers=n_workers, streams=True)
    assert all(isinstance(project.documents, StoredFiles) for project in group.projects)
    assert group.skipped == _load().skipped
    assert _streamed(lint_streamed(group.projects, STYLES)) == expected


@pytest.mark.parametrize("maximum", [0, 3, 1000])
def test_a_maximum_lists_the_same(catalog: Path, maximum: int) -> None:
    group = _load()
    expected = _in_memory(group, maximum=maximum)
    assert _streamed(lint_streamed(group.projects, STYLES, baseline=""), maximum) == expected


def test_a_baseline_hides_the_same(catalog: Path) -> None:
    group = _load()
    change = group.projects[-1].baseline("b.json")
    Path("b.json").write_text(change.text, "utf-8")
    # One finding more than the baseline has, and one less.
    path = Path("workflows/zz.json")
    path.write_text(path.read_text("utf-8").replace('"stepz"', '"stepy"'), "utf-8")
    expected = _in_memory(_load(), "b.json")
    assert "in the baseline" in expected[0]
    result = lint_streamed(_load(streams=True).projects, STYLES, baseline="b.json")
    assert _streamed(result) == expected
    assert result.tally.n_known > 10


def test_a_range_of_engines_reports_the_same(catalog: Path) -> None:
    expected = _in_memory(_load(engine=">= 3.118.0"))
    result = lint_streamed(_load(engine=">= 3.118.0", streams=True).projects, STYLES)
    assert _streamed(result) == expected


def test_the_map_gives_the_same_from_plain_settings_and_content(catalog: Path) -> None:
    """As a process on another machine would be given them: nothing of the run but what is in its arguments."""
    (*_, project) = _load().projects
    settings = settings_for(project, ALL, None, (("text", Style()),))
    for document in project.documents:
        marks = marks_of(project, document.path)
        there = FileMarks(*pickle.loads(pickle.dumps(tuple(marks))))
        content = Path(document.path).read_bytes()
        expected = lint_file(document, marks, settings)
        found = unpacked(packed(lint_content(document.path, content, there, settings)))
        assert _values(found) == _values(expected)


def _values(outcome: FileOutcome) -> list[object]:
    """Return what is in *outcome*; equal values may be marshalled differently."""
    facts = [each.facts and unpacked_facts(each.facts) for each in outcome.engines]
    rest = outcome._replace(pieces=b"", engines=(), asked=b"")
    return [rest, outcome.unpacked(), marshal.loads(outcome.asked), facts]


def test_what_is_not_plain_data_cannot_be_returned(catalog: Path) -> None:
    (*_, project) = _load().projects
    settings = settings_for(project, ALL, None, ())
    document = project.documents[0]
    outcome = lint_file(document, marks_of(project, document.path), settings)
    with pytest.raises(InternalError, match="cannot be returned"):
        packed(outcome._replace(used=(object(),)))


def test_the_map_notes_what_it_asks_about_other_files(catalog: Path) -> None:
    (*_, project) = _load().projects
    settings = settings_for(project, ALL, None, ())
    content = b'{"id": "acme.a", "steps": [{"id": "a", "title": "A", "prompt": "Run `wr.routine-plan-analisis` on it."}]}'
    answers = lint_content(
        "a.json", content, FileMarks("a.json", False, True, True), settings
    ).answers
    version, name = project.context.spec.engine.version, "wr.routine-plan-analisis"
    assert (version, "known", name, False) in answers
    assert (version, "closest", name, "wr.routine-plan-analysis") in answers


def test_no_rule_about_many_files_offers_a_safe_fix() -> None:
    """The map tries fixes, and does not see what these rules find."""
    assert [rule.name for rule in ALL if rule.subject == "Catalog" and rule.fix == "safe"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_stored_document_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(glances, "MANY_FILES", 1)
    Path("a.json").write_text('{"id": "acme.a", "steps": [], "version": "1"}', "utf-8")
    (project,) = ProjectGroup.load(("a.json",), mode=ReadMode(streams=True)).projects
    (document,) = project.documents
    assert (document.path, document.size) == ("a.json", 45)
    assert document.text == Path("a.json").read_text("utf-8")
    assert document.value["id"] == "acme.a"
    assert document.broken is None
    assert document.is_faithful
    assert document.lines.line(1) == document.text
    assert document.loaded().span(0, 1) == document.span(0, 1)


def _count_maps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the path of each file is added when it is mapped."""
    paths: list[str] = []

    def counted(document: Document, marks: FileMarks, settings: MapSettings) -> FileOutcome:
        paths.append(document.path)
        return lint_file(document, marks, settings)

    monkeypatch.setattr(lint_map, "lint_file", counted)
    return paths


def _cached(paths: Sequence[str] = ()) -> list[str]:
    mode = ReadMode(True, 1, lambda _: ".wfk_cache")
    group = ProjectGroup.load(paths, mode=mode)
    return _streamed(lint_streamed(group.projects, STYLES, cache=group.cache))


def test_a_changed_file_is_mapped_alone(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = _count_maps(monkeypatch)
    first = _cached()
    assert first == _in_memory(_load())
    n_files = len(paths)
    paths.clear()
    assert _cached() == first
    assert paths == []
    path = Path("workflows/coding-task.json")
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    _cached()
    assert paths == [path.as_posix()]
    assert n_files > 5


def test_an_added_workflow_is_mapped_alone(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cached()
    paths = _count_maps(monkeypatch)
    Path("workflows/added.json").write_text('{"id": "acme.added", "steps": []}', "utf-8")
    found = _cached()
    assert paths == ["workflows/added.json"]
    assert found == _in_memory(_load())
    Path("workflows/added.json").unlink()
    paths.clear()
    assert _cached() == _in_memory(_load())
    assert paths == []


def test_a_file_that_names_the_added_workflow_is_mapped_again(
    catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming = '{"id": "acme.naming", "steps": [{"id": "a", "title": "A", "prompt": "Run `wr.quite-new` on it."}]}'
    Path("workflows/naming.json").write_text(naming, "utf-8")
    before = _cached()
    assert "no workflow or routine is called 'wr.quite-new'" in before[0]
    paths = _count_maps(monkeypatch)
    Path("workflows/added.json").write_text('{"id": "wr.quite-new", "steps": []}', "utf-8")
    found = _cached()
    assert sorted(paths) == ["workflows/added.json", "workflows/naming.json"]
    assert "is called 'wr.quite-new'" not in found[0]
    assert found == _in_memory(_load())
