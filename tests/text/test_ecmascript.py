from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.ecmascript import ecma_number, to_double, trim


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (1.5e300, "1.5e+300"),
        (5e-324, "5e-324"),
        (1e20, "100000000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e21, "1e+21"),
        (1.2e21, "1.2e+21"),
        (0.000001, "0.000001"),
        (0.00000123, "0.00000123"),
        (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (123.456, "123.456"),
        (9007199254740993, "9007199254740992"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (10**400, "Infinity"),
        (-(10**400), "-Infinity"),
    ],
)
def test_numbers_are_written_as_ecmascript_does(value: float | int, expected: str) -> None:
    assert ecma_number(value) == expected


@given(st.floats(allow_nan=False))
def test_written_numbers_read_back(value: float) -> None:
    assert float(ecma_number(value)) == value


def test_trim_removes_unicode_spaces_but_not_control_characters() -> None:
    assert trim("\ufeff\u00a0\u2028 a \u3000\t") == "a"
    assert trim("\x1fa\x85") == "\x1fa\x85"


def test_integers_beyond_the_range_of_doubles_are_infinite() -> None:
    assert to_double(-(10**400)) == -math.inf
