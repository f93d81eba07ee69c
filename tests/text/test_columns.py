"""Columns: the same values as those of a list, in memory and on the disk, one by one and in pieces."""

from __future__ import annotations

import random

import pytest

from workflowkit.text import columns, stored_bytes
from workflowkit.text.columns import (
    BytesColumn,
    Derived,
    DigestColumn,
    RowColumn,
    SortedTexts,
    TextColumn,
    sorted_numbers,
)

SLICES = (
    slice(None),
    slice(5, 2000),
    slice(10, 3),
    slice(None, None, -1),
    slice(7, 3000, 3),
    slice(-4, None),
)


@pytest.fixture(params=[1 << 18, 50], autouse=True)
def memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep all bytes in memory, or nearly none."""
    monkeypatch.setattr(stored_bytes, "MOST_IN_MEMORY", request.param)


def _texts(letters: str) -> list[str]:
    chance = random.Random(len(letters))
    return ["".join(chance.choices(letters, k=chance.randrange(5))) for _ in range(3000)]


@pytest.mark.parametrize("letters", ["abc/", "aé€😀\udc80"])
def test_texts_are_those_that_were_added(letters: str) -> None:
    texts = _texts(letters)
    column = TextColumn(texts)
    assert list(column) == texts
    assert [column[number] for number in range(-3000, 3000)] == texts * 2
    for each in SLICES:
        assert column[each] == texts[each]


def test_rows_bytes_and_digests_are_those_that_were_added() -> None:
    rows, values, digests = RowColumn("I?", 10), BytesColumn(3), DigestColumn()
    for number in range(10, 3000):
        rows.append(number, number % 2)
    for number in range(10):
        rows.replace(number, number, number % 2)
    for number in range(3000):
        values.append(b"%3d" % (number % 1000))
        digests.append(f"sha256:{number:064x}" if number % 3 else None)
    for each in SLICES:
        assert rows[each] == [(number, number % 2) for number in range(3000)[each]]
        assert values[each] == [b"%3d" % (number % 1000) for number in range(3000)[each]]
        assert digests[each] == [
            f"sha256:{number:064x}" if number % 3 else None for number in range(3000)[each]
        ]


def test_derived_values_are_made_of_those_with_the_same_numbers() -> None:
    texts = _texts("abc/")
    column = Derived(TextColumn(texts), len)
    for each in SLICES:
        assert column[each] == [len(text) for text in texts[each]]


@pytest.mark.parametrize("run", [100, 8192])
def test_numbers_are_in_the_order_of_their_keys(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_RUN", run)
    texts = _texts("aé€😀\udc80")
    # Equal keys keep the order of their numbers, as in `sorted`.
    assert list(sorted_numbers(TextColumn(texts))) == sorted(range(3000), key=texts.__getitem__)
    found = SortedTexts(TextColumn(texts))
    assert list(found) == sorted(texts)
    for text in texts:
        assert found.find(text) == texts.index(text)
        assert found.find_last(text) == 2999 - texts[::-1].index(text)
    assert "b" not in found
