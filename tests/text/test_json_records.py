from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import pytest

from workflowkit.text.json_records import (
    WrongRecordError,
    from_json,
    json_key,
    kebab_case,
    record_text,
    to_json,
)


class Color(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    size_in_bytes: int
    note: str | None = None


@dataclass(frozen=True)
class Whole:
    format_version: Literal[1]
    parts: tuple[Part, ...]
    by_name: Mapping[str, Part] = field(default_factory=dict)
    anything: Any = None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("id", "id"),
        ("display_name", "displayName"),
        ("end_line_2", "endLine2"),
        ("auto_open_PR", "autoOpenPR"),
        ("schema_", "$schema"),
    ],
)
def test_fields_are_named_in_camel_case(name: str, key: str) -> None:
    assert json_key(name) == key


def test_keys_of_a_configuration_have_hyphens() -> None:
    assert kebab_case("per_file") == "per-file"


def test_a_record_has_all_its_fields_in_order_and_data_keeps_its_keys() -> None:
    whole = Whole(1, (Part(3),), {"some_name": Part(4, "n")}, {"a_b": [1.5, True]})
    assert record_text(whole) == (
        json.dumps(
            {
                "formatVersion": 1,
                "parts": [{"sizeInBytes": 3, "note": None}],
                "byName": {"some_name": {"sizeInBytes": 4, "note": "n"}},
                "anything": {"a_b": [1.5, True]},
            },
            indent=2,
        )
        + "\n"
    )


def test_words_and_days_are_texts() -> None:
    value = to_json([Color.RED, datetime.date(2030, 12, 31)])
    assert value == ["red", "2030-12-31"]
    assert type(value[0]) is str


def test_what_was_written_is_read_back() -> None:
    whole = Whole(1, (Part(3), Part(0, "")), {"some_name": Part(4, "n")}, [{"a_b": None}])
    assert from_json(Whole, json.loads(record_text(whole))) == whole


def test_fields_with_a_default_may_be_missing() -> None:
    assert from_json(Part, {"sizeInBytes": 1}) == Part(1)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"sizeInBytes": "1"},
        {"sizeInBytes": True},
        {"sizeInBytes": 1.0},
        {"size_in_bytes": 1},
        {"sizeInBytes": 1, "note": 2},
        {"sizeInBytes": 1, "more": 2},
    ],
)
def test_json_of_other_types_is_refused(value: Any) -> None:
    with pytest.raises(WrongRecordError):
        from_json(Part, value)


@pytest.mark.parametrize("version", [2, True, 1.0, "1", None, {}, []])
def test_another_format_version_is_refused(version: Any) -> None:
    with pytest.raises(WrongRecordError):
        from_json(Whole, {"formatVersion": version, "parts": []})
