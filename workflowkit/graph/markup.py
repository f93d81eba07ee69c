"""Markup of SVG and HTML: elements whose text and attributes are escaped where they are made, and nowhere else."""

from __future__ import annotations

import re
from html import escape


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document can contain, not even as references."""


def escaped(text: str) -> Markup:
    """Return *text* as markup; markup stays as it is."""
    if isinstance(text, Markup):
        return text
    return Markup(escape(_NOT_XML.sub("\ufffd", text), quote=True))


def element(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """Return an element. Attributes that are None are omitted; `class_` is `class`, and `aria_label` is `aria-label`."""
    listed = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(escaped(child) for child in children)
    return Markup(f"<{name}{listed}>{content}</{name}>")


def lines(*parts: str) -> Markup:
    """Return *parts* one below the other."""
    return Markup("\n".join(escaped(part) for part in parts if part))


def _value(value: str | float) -> Markup:
    return escaped(value if isinstance(value, str) else number(value))


def number(value: float) -> str:
    """Return *value* with at most one decimal, the same on every machine."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0")
        if abs(value) < 0.05
        else f"{value:.1f}".removesuffix(".0")
    )
