"""JavaScript: how the engine's host language coerces JSON values, and its regular expressions.

Only what the run-time behavior depends on (docs/engine/conditions.md).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeGuard

from workflowkit.runtime.code_units import outside_classes, pattern_in_units, text_in_units
from workflowkit.text.ecmascript import ecma_number, to_double, trim
from workflowkit.text.routes import Json

if TYPE_CHECKING:
    import regress

NAN = float("nan")
"""The number that equals nothing, itself included."""


def is_number(value: Json) -> TypeGuard[int | float]:
    """Return true for a JSON number; a boolean is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_truthy(value: Json) -> bool:
    """Return true unless *value* is null, false, zero, NaN or the empty string; empty lists and maps are true."""
    if isinstance(value, list | dict):
        return True
    return bool(value) and value == value


def to_string(value: Json) -> str:
    """Return what `String(value)` gives: lists join with commas, null inside them is empty, maps lose their content."""
    if not isinstance(value, list):
        return _scalar_to_string(value)
    # Joining nested lists is the same as joining all leaves, an empty list being one empty leaf.
    leaves: list[str] = []
    pending: list[Json] = [value]
    while pending:
        member = pending.pop()
        if isinstance(member, list) and member:
            pending.extend(reversed(member))
        else:
            leaves.append("" if member is None or member == [] else _scalar_to_string(member))
    return ",".join(leaves)


def to_number(value: Json) -> float:
    """Return what `Number(value)` gives; NaN when there is no number in *value*."""
    if value is None:
        return 0.0
    if isinstance(value, int | float):
        return to_double(value)
    return string_to_number(to_string(value))


def string_to_number(text: str) -> float:
    """Return what `Number(text)` gives: blank is 0, prefixes `0x`, `0o` and `0b` count, anything unreadable is NaN."""
    text = trim(text)
    if not text:
        return 0.0
    if _DECIMAL.fullmatch(text):
        return float(text)
    match = _PREFIXED.fullmatch(text)
    if match is None:
        return NAN
    base, digits = _BASES[text[1].lower()], text[2:]
    return to_double(int(digits, base))


class BadPatternError(ValueError):
    """Raised when a regular expression or its flags cannot be compiled."""


def search(pattern: str, flags: str, text: str) -> bool:
    """Return true when the ECMAScript *pattern* is found somewhere in *text*. Raises BadPatternError.

    Without the flags `u` and `v` it matches code units; with them, a lone surrogate matches as U+FFFD.
    """
    prepare = _without_surrogates if _is_unicode(flags) else text_in_units
    match = _compile(pattern, flags).find(prepare(text))
    return match is not None and ("y" not in flags or match.range().start == 0)


def check_pattern(pattern: str, flags: str) -> None:
    """Compile *pattern* without searching anything. Raises BadPatternError."""
    _compile(pattern, flags)


@lru_cache(maxsize=256)
def _compile(pattern: str, flags: str) -> regress.Regex:
    # Imported here because few commands evaluate patterns, and every one would pay for it.
    import regress

    if (
        not set(flags) <= set("dgimsuvy")
        or len(set(flags)) < len(flags)
        or {"u", "v"} <= set(flags)
    ):
        raise BadPatternError(f"'{flags}' are not regular expression flags")
    prepare = _without_surrogates if _is_unicode(flags) else pattern_in_units
    try:
        if "v" in flags:
            # The library reads what is outside of classes as if no flag were given.
            regress.Regex(outside_classes(_without_surrogates(pattern)), "u")
        # Positions and repetition play no part in a single search.
        return regress.Regex(prepare(pattern), flags.translate(_SEARCHLESS))
    except regress.RegressError as error:
        raise BadPatternError(str(error)) from error


_SEARCHLESS = str.maketrans("", "", "dgy")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]+)?)")
_PREFIXED = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_BASES = {"x": 16, "o": 8, "b": 2}


def _is_unicode(flags: str) -> bool:
    return "u" in flags or "v" in flags


def _without_surrogates(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _scalar_to_string(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return ecma_number(value)
    return value if isinstance(value, str) else "[object Object]"
