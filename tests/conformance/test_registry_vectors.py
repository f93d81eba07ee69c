"""Ids, variants and resolution against the reference engine's own answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.catalog.ids import Ruling, SourceKind, parse_id, rule_on_load, rule_on_save
from workflowkit.catalog.resolution import duplicates, resolve
from workflowkit.catalog.variants import Flags, choose_variant, variant_of

VECTORS = Path(__file__).parent.parent / "vectors" / "format-extra"


def _cases(name: str) -> list[dict[str, Any]]:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))["cases"]


def _answer(ruling: Ruling) -> dict[str, Any]:
    if not ruling.is_accepted:
        return {"ok": False, "reason": ruling.reason}
    return {"ok": True, "warnings": list(ruling.warnings)}


@pytest.mark.parametrize("case", _cases("workflow-id-policy"), ids=lambda case: repr(case["id"]))
def test_the_id_policy_rules_as_the_engine_does(case: dict[str, Any]) -> None:
    parsed = parse_id(case["id"])
    expected = case["parsed"]
    if expected is None:
        assert parsed is None
    elif expected["kind"] == "legacy":
        assert parsed is not None
        assert parsed.is_legacy
    else:
        assert parsed is not None
        assert (parsed.namespace, parsed.name) == (expected["namespace"], expected["name"])
    for kind, ruling in case["load"].items():
        assert _answer(rule_on_load(case["id"], SourceKind(kind))) == ruling, kind
    for kind, ruling in case["save"].items():
        answer = _answer(rule_on_save(case["id"], SourceKind(kind)))
        answer.pop("warnings", None)
        assert answer == ruling, kind


@pytest.mark.parametrize("case", _cases("variants"))
def test_the_same_variant_is_chosen(case: dict[str, Any]) -> None:
    flags = Flags(
        lean=case["flags"]["leanWorkflows"],
        v2=case["flags"]["v2Tools"],
        agentic=case["flags"]["agenticRoutines"],
    )
    candidates = [(item["variantKind"], item["identifier"]) for item in case["candidates"]]
    assert choose_variant(candidates, flags) == (
        case["selectedIdentifier"],
        case["resolutionKind"],
    )


def test_the_variant_is_read_from_the_path() -> None:
    assert [variant_of(name) for name in ("a.lean.v2.json", "a.v2.json", "a.json")] == [
        "lean",
        "v2",
        "standard",
    ]


@pytest.mark.parametrize("case", _cases("resolution"), ids=lambda case: case["note"])
def test_the_same_source_wins(case: dict[str, Any]) -> None:
    kinds = [SourceKind(source["kind"]) for source in case["sources"]]
    resolved = resolve([(SourceKind(item["kind"]), item["ids"]) for item in case["sources"]])
    assert [(item.id, kinds[item.winner], item.reason) for item in resolved] == [
        (item["id"], item["winnerKind"], item["resolvedBy"]["kind"]) for item in case["resolved"]
    ]
    for item, expected in zip(resolved, case["resolved"], strict=True):
        record = expected["resolvedBy"]
        shadowed = record.get("shadowedRefs", record.get("attemptedShadowRefs", []))
        assert list(item.shadowed) == shadowed
    assert [
        {"workflowId": key, "sources": list(value)} for key, value in duplicates(resolved).items()
    ] == case["duplicates"]
