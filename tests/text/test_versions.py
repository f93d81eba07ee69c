from __future__ import annotations

import pytest

from workflowkit.errors import UsageError
from workflowkit.text import versions

KNOWN = ["3.121.0", "3.66.0", "3.68.0", "3.70.0", "3.71.1", "latest.json"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (">=3.68,<3.71", ["3.68.0", "3.70.0"]),
        (">=3.68", ["3.68.0", "3.70.0", "3.71.1", "3.121.0"]),
        (">= 3.68 , <= 3.70.0", ["3.68.0", "3.70.0"]),
        (">=3.70.1", ["3.70.1", "3.71.1", "3.121.0"]),
        (">=3.70.1,<3.71", ["3.70.1"]),
        (">3.68.0,<3.70", ["3.68.0"]),
        ("<3.68", ["3.66.0"]),
        ("==3.70", ["3.70.0"]),
        ("==3.69.4", ["3.69.4"]),
        (">=4", ["4.0.0"]),
        ("<3", []),
        (">=3.70,<3.70", []),
        (">=9,<8", []),
    ],
)
def test_a_range_is_its_lower_end_and_every_change_in_it(wanted: str, found: list[str]) -> None:
    assert versions.in_range(versions.parse_range(wanted), KNOWN) == found


@pytest.mark.parametrize("text", [">=", "3.68,<3.70", ">=x", ">=3.1.2.3", "!=3.68", ">=3.68,"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        versions.parse_range(text)
    assert caught.value.message == f"'{text}' is no range of engine versions"


@pytest.mark.parametrize("text", ["3.68", "latest", "project"])
def test_one_version_is_no_range(text: str) -> None:
    assert not versions.is_range(text)


@pytest.mark.parametrize(
    ("asked", "is_beyond"),
    [
        ("3.121.0", False),
        ("3.121", False),
        ("3", False),
        ("3.120.9", False),
        ("3.121.1", True),
        ("3.122", True),
        ("4", True),
        ("latest", False),
    ],
)
def test_only_versions_after_all_known_ones_are_beyond(asked: str, is_beyond: bool) -> None:
    assert versions.is_beyond(asked, KNOWN) is is_beyond


@pytest.mark.parametrize(
    ("holding", "words"),
    [
        ("abcd", ""),
        ("a", "engines before 3.68.0"),
        ("bcd", "engines since 3.68.0"),
        ("bc", "engines from 3.68.0 to before 3.71.1"),
        ("ac", "engines before 3.68.0 and from 3.70.0 to before 3.71.1"),
        ("ad", "engines before 3.68.0 and since 3.71.1"),
    ],
)
def test_the_versions_that_a_finding_holds_for_in_words(holding: str, words: str) -> None:
    every = ["3.66.0", "3.68.0", "3.70.0", "3.71.1"]
    assert versions.spans([every["abcd".index(letter)] for letter in holding], every) == words


def test_versions_are_ordered_by_their_numbers() -> None:
    assert versions.in_order(KNOWN) == ["3.66.0", "3.68.0", "3.70.0", "3.71.1", "3.121.0"]
    assert versions.is_before("3.9.0", "3.10.0")
    assert versions.up_to("3.70.5", KNOWN) == ["3.66.0", "3.68.0", "3.70.0"]
