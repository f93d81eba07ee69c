"""What the commands write is what the published schemas promise."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.conftest import GOOD, Wfk
from workflowkit.schemas.json_schema import json_schema


def _check(path: Path | str, name: str) -> None:
    text = Path(path).read_text("utf-8") if isinstance(path, Path) else path
    jsonschema.Draft202012Validator(json_schema(name)).validate(json.loads(text))


def test_manifest_and_source_map(good: Path, wfk: Wfk) -> None:
    (good.parent / "broken.json").write_text(GOOD.replace('"title"', '"tilte"'), "utf-8")
    call = {"templateId": "wr.templates.routine.design-review", "args": {}}
    value = json.loads(GOOD)
    value["id"] = "acme.review"
    value["steps"].append({"id": "call", "title": "Call", "templateCall": call})
    (good.parent / "review.json").write_text(json.dumps(value), "utf-8")
    wfk("compile", "--out", "out")
    _check(Path("out/manifest.json"), "manifest")
    _check(Path("out/workflows/acme.release.map.json"), "source-map")


def test_the_bundled_catalogue(wfk: Wfk, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    out = tmp_path / "out"
    wfk("compile", "--out", str(out), str(root / "workflows"), str(root / "routines"))
    _check(out / "manifest.json", "manifest")
    for path in out.glob("workflows/*.map.json"):
        _check(path, "source-map")


def test_report_baseline_and_stamps(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace('"name"', '"owner": 1, "name"'), "utf-8")
    _check(wfk("lint", "--format", "json").out, "diagnostics")
    wfk("lint", "--write-baseline")
    _check(Path("wfk-baseline.json"), "baseline")
    good.write_text(GOOD, "utf-8")
    wfk("stamp", str(good))
    _check(Path("spec/stamps.json"), "stamps")
