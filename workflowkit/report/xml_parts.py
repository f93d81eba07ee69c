"""XML that is written part by part, indented as `ElementTree.indent` indents the whole."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, indent, tostring

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'

_SPACE: Final = "  "


def written(element: Element, level: int) -> str:
    """Return the lines of *element*, *level* levels below the root."""
    indent(element, _SPACE, level)
    return f"{_SPACE * level}{tostring(element, encoding='unicode')}\n"


def opened(element: Element, level: int) -> str:
    """Return the line that opens *element*, which has no content yet."""
    start = tostring(element, encoding="unicode").removesuffix(" />")
    return f"{_SPACE * level}{start}>\n"


def closed(name: str, level: int) -> str:
    """Return the line that closes the element *name*."""
    return f"{_SPACE * level}</{name}>\n"
