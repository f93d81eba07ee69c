"""Width of text without a font: estimates that no usual sans-serif font exceeds, and line breaks made with them."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"

_WIDTHS = {
    **dict.fromkeys("fijlrtI!|.,:;'`()[]{}/\\- ", 0.4),
    **dict.fromkeys("mwMW@%", 0.98),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.74),
}
_OTHER = 0.63
_WIDE = 1.05
_MONOSPACE = 0.64
_BOLD = 1.1


def text_width(text: str, size: float, *, bold: bool = False, monospace: bool = False) -> float:
    """Return the width of *text* in pixels at a font size of *size* pixels, rounded up generously."""
    ems = sum(_em(char, monospace) for char in text)
    return ems * size * (_BOLD if bold else 1)


def _em(char: str, monospace: bool) -> float:
    if not char.isascii():
        if unicodedata.category(char) in ("Mn", "Me"):
            return 0
        return _WIDE if unicodedata.east_asian_width(char) in "WF" else 1.0
    return _MONOSPACE if monospace else _WIDTHS.get(char, _OTHER)


def wrapped(
    text: str, width: float, size: float, *, bold: bool = False, most: int = 3
) -> list[str]:
    """Return *text* as at most *most* lines no wider than *width*; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if line and text_width(joined, size, bold=bold) > width:
            lines.append(line)
            joined = word
        line = joined
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} {ELLIPSIS}"]
    return [clipped(each, width, size, bold=bold) for each in lines if each]


def clipped(
    text: str, width: float, size: float, *, bold: bool = False, monospace: bool = False
) -> str:
    """Return *text*, cut to *width* with an ellipsis."""
    if text_width(text, size, bold=bold, monospace=monospace) <= width:
        return text
    kept = text.removesuffix(f" {ELLIPSIS}")
    while kept and text_width(kept + ELLIPSIS, size, bold=bold, monospace=monospace) > width:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS
