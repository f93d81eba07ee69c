"""Staleness, tags and drift against the reference engine's own answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.catalog.drift import drift, engine_drift
from workflowkit.catalog.staleness import engine_level, is_shown_by_engine
from workflowkit.catalog.tagging import filtered, summary
from workflowkit.spec.pack import Tag, TagEntry, Tags

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "vectors/runtime/staleness-and-tags.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", VECTORS["staleness"], ids=str)
def test_the_level_is_the_engines(case: dict[str, Any]) -> None:
    expected = case["result"]["level"] if case["result"] else None
    assert engine_level(case["stamp"], case["current"]) == expected


@pytest.mark.parametrize("case", VECTORS["visibility"], ids=str)
def test_staleness_is_shown_where_the_engine_shows_it(case: dict[str, Any]) -> None:
    assert is_shown_by_engine(case["category"], dev_mode=case["devMode"]) == case["shown"]


def _tags() -> Tags:
    file = VECTORS["tags"]["tagsFile"]
    return Tags(
        tuple(
            Tag(tag["id"], tag["displayName"], tuple(tag["when"]), tuple(tag["examples"]))
            for tag in file["tags"]
        ),
        {
            key: TagEntry(tuple(entry["tags"]), entry.get("hidden", False))
            for key, entry in file["workflows"].items()
        },
    )


def test_the_summary_is_the_engines() -> None:
    found = summary(VECTORS["tags"]["workflowIds"], _tags())
    assert [
        {
            "id": tag.id,
            "displayName": tag.display_name,
            "count": tag.count,
            "examples": list(tag.examples),
        }
        for tag in found
    ] == [
        {key: entry[key] for key in ("id", "displayName", "count", "examples")}
        for entry in VECTORS["tags"]["summary"]
    ]


def test_every_filter_gives_the_engines_ids() -> None:
    filters = VECTORS["tags"]["filters"]
    for case in filters:
        found = filtered(VECTORS["tags"]["workflowIds"], case["tags"], _tags())
        assert found == case["workflows"], case["tags"]


@pytest.mark.parametrize("case", VECTORS["drift"], ids=str)
def test_drift_is_the_engines(case: dict[str, Any]) -> None:
    found = engine_drift({"pinnedOverrides": case["pinnedOverrides"]}, case["current"])
    assert [
        {"slotId": item.slot, "pinnedValue": item.pinned, "currentValue": item.current}
        for item in found
    ] == case["warnings"]


def test_a_session_without_overrides_gives_no_false_alarm() -> None:
    snapshot = {"resolvedBindings": {"helper": "acme.routine-help"}}
    assert [item.slot for item in engine_drift(snapshot, {})] == ["helper"]
    assert drift(snapshot, {}) == []
