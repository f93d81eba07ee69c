"""The build of many files: its manifest is that of the records, and an earlier one is read row by row as it is read at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflowkit.catalog.build import MANIFEST, Build
from workflowkit.catalog.manifest import Duplicate, Manifest, Usage, Versions
from workflowkit.cli import old_manifest
from workflowkit.cli.old_manifest import OldManifest
from workflowkit.run.project import Project
from workflowkit.text import columns
from workflowkit.text.columns import DigestColumn, SortedTexts, TextColumn
from workflowkit.text.json_blocks import json_bytes
from workflowkit.text.json_records import to_json

IDS = ("acme.second", "acme.first", "acme.broken", "acme.second", "con.flow-x")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Five files, of which two have one id, one does not compile and one is not JSON."""
    monkeypatch.chdir(tmp_path)
    ref = {"kind": "ref", "refId": "wr.refs.memory_usage"}
    for number, own_id in enumerate(IDS):
        step: dict[str, Any] = {"id": "build", "title": "Build", "promptBlocks": {"goal": [ref]}}
        value = {"id": own_id, "name": "N", "description": "D", "version": "1.0.0", "steps": [step]}
        if own_id == "acme.broken":
            del value["version"]
        Path(f"{number}.json").write_text(json.dumps(value), "utf-8")
    Path("9.json").write_text("[", "utf-8")
    return Project.load_workflows([".", "9.json"]).compile()


def test_the_manifest_is_that_of_the_records(built: Build) -> None:
    rows = sorted(built.rows, key=lambda row: (row.id, row.source))
    assert tuple(built.rows) == tuple(rows)
    assert [row.id for row in rows] == sorted(IDS)

    def users(kind: str) -> dict[str, tuple[str, ...]]:
        known = built.manifest["usedBy"][kind]
        named = {name: {row.id for row in rows if name in getattr(row, kind)} for name in known}
        return {name: tuple(sorted(ids)) for name, ids in sorted(named.items())}

    kinds = ("routines", "refs", "features", "contracts")
    used_by = Usage(**{kind: users(kind) for kind in kinds})
    assert used_by.refs["wr.refs.memory_usage"] == tuple(sorted(set(IDS)))
    twice = Duplicate(id="acme.second", winner="0.json", shadowed=("3.json",))
    assert isinstance(built.versions, Versions)
    expected = Manifest(
        versions=built.versions, workflows=tuple(rows), used_by=used_by, duplicates=(twice,)
    )
    assert built.manifest == to_json(expected)
    assert built.outputs[MANIFEST] == json_bytes(to_json(expected))
    assert list(built.outputs) == sorted(built.outputs)
    assert [file.path for file in built.files if not file.is_valid] == ["2.json", "9.json"]


def _rows_of(path: Path) -> list[object]:
    found = OldManifest(path, has_sources=True)
    numbers = range(len(found))
    hashes = [found.hash_of(own_id) for own_id in found.ids]
    return [[found.row(number) for number in numbers], hashes, found.duplicates, *found.sources]


CHANGES: list[Callable[[bytes], bytes]] = [
    lambda content: content.replace(b"\n", b"\r\n"),
    lambda content: json.dumps(json.loads(content)).encode("ascii"),
    lambda content: content.replace(b'  "usedBy"', b'  "more": 1,\n  "usedBy"'),
]


def test_a_manifest_is_read_row_by_row_as_at_once(
    built: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, content = Path(MANIFEST), built.outputs[MANIFEST]
    expected: list[object] = [
        [to_json(row) for row in built.rows],
        [row.workflow_hash for row in built.rows],
        to_json(built.duplicates),
        *(row.source for row in built.rows),
    ]
    for change in CHANGES:
        path.write_bytes(change(content))
        assert not OldManifest(path, has_sources=True).is_own
        assert _rows_of(path) == expected
    path.write_bytes(content)
    monkeypatch.setattr(old_manifest, "parsed", None)
    assert OldManifest(path, has_sources=False).is_own
    assert _rows_of(path) == expected


@pytest.mark.parametrize("end", [0, 1, 2, 100, 1000])
def test_a_manifest_without_its_end_has_no_rows(built: Build, end: int) -> None:
    content = built.outputs[MANIFEST]
    Path(MANIFEST).write_bytes(content[: len(content) - end] if end else content + b"{")
    found = OldManifest(Path(MANIFEST), has_sources=True)
    # Without the final line feed it is the same JSON.
    assert (len(found), found.is_own) == (5 if end == 1 else 0, False)


def test_columns_keep_texts_digests_and_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_RUN", 3)
    texts = ["b", "a", "", "\udc80", "b", "c", "a"]
    found = SortedTexts(TextColumn(texts))
    assert list(found) == sorted(texts)
    assert list(found.order) == sorted(range(len(texts)), key=texts.__getitem__)
    assert (found.find("b"), found.find_last("b"), found.find_last("x")) == (0, 4, None)
    digests = DigestColumn()
    digest = "sha256:" + "0a" * 32
    for given in (digest, None, "sha256:0a", ""):
        digests.append(given)
    assert [digests[number] for number in range(len(digests))] == [digest, None, None, None]
