"""ECMAScript's rules for text: how a number is written and what counts as white space.

Python differs in both, and the engine's hashes, comparisons and messages depend on them.
"""

from __future__ import annotations

import math

WHITESPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""Every character that `String.prototype.trim` removes; U+001C to U+001F and U+0085 are not among them."""


def trim(text: str) -> str:
    """Remove ECMAScript white space and line ends from both ends of *text*."""
    return text.strip(WHITESPACE)


def to_double(value: int | float) -> float:
    """Return the double nearest to *value*; integers beyond the range become infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def ecma_number(value: int | float) -> str:
    """Write *value* as `String(value)` does: the shortest digits that read back to the same double.

    `1.0` gives `1`, `1e21` gives `1e+21`, `-0.0` gives `0`; infinities and NaN have names.
    """
    double = to_double(value)
    if math.isnan(double):
        return "NaN"
    if math.isinf(double):
        return "Infinity" if double > 0 else "-Infinity"
    if double == 0:
        return "0"
    sign = "-" if double < 0 else ""
    digits, point = _digits(abs(double))
    return sign + _notation(digits, point)


def _digits(double: float) -> tuple[str, int]:
    """Return the significant digits of a positive *double*, and how many of them precede the decimal point."""
    mantissa, _, exponent = repr(double).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    return stripped.rstrip("0"), point - (len(digits) - len(stripped))


def _notation(digits: str, point: int) -> str:
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{mantissa}e{point - 1:+d}"
