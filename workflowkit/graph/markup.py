"""Markup of SVG and HTML: elements whose text and attributes are escaped where they are made, and nowhere else."""

from __future__ import annotations

from html import escape

from workflowkit.graph.clean_text import clean


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Return *text* as markup; markup stays as it is."""
    if isinstance(text, Markup):
        return text
    return Markup(escape("\n" if text == "\n" else _spaced(text), quote=True))


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


def _spaced(text: str) -> str:
    """Return *text* clean, with a blank at an end where it had white space."""
    before = " " if text[:1].isspace() else ""
    after = " " if len(text) > 1 and text[-1:].isspace() else ""
    return f"{before}{clean(text)}{after}"


def number(value: float) -> str:
    """Return *value* with at most one decimal, the same on every machine."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
