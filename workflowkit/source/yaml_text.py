"""YAML text to a tree of nodes that know exactly where they are written.

Nothing is resolved: repeated keys, anchors, aliases, tags and further documents are all in the tree, for others to judge.
Offsets count characters from 0. Reading never raises; what stops the parser is returned beside what was read until then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflowkit.source.routes import Route


class Shape(StrEnum):
    """What a node is."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Node:
    """One value, or one key, as it is written."""

    shape: Shape
    start: int
    end: int
    """Just after the last character; for a block collection or block scalar, somewhere in the line ends behind it."""
    text: str = ""
    """The scalar with quotes and escapes undone, or the name an alias refers to."""
    style: str = ""
    """Of a scalar: empty for plain, else its first character; of a collection: `flow` or `block`."""
    anchor: str = ""
    tag: str = ""
    pairs: tuple[tuple[Node, Node], ...] = ()
    items: tuple[Node, ...] = ()

    @property
    def is_null(self) -> bool:
        """True for a plain scalar that YAML reads as null."""
        return self.is_plain and self.text in _NULLS

    @property
    def is_string(self) -> bool:
        """True for a scalar that YAML reads as text, not as null, a boolean or a number."""
        return self.shape is Shape.SCALAR and not (self.is_plain and _OTHER.fullmatch(self.text))

    @property
    def is_plain(self) -> bool:
        """True for a scalar without quotes."""
        return self.shape is Shape.SCALAR and self.style == ""

    def walk(self) -> Iterator[Node]:
        """This node and everything inside it, keys included, in no particular order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(node.items)
            for pair in node.pairs:
                pending.extend(pair)


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_OTHER = re.compile(
    r"~?|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
"""Plain scalars that the YAML 1.2 core schema reads as something other than text."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a text is not YAML."""

    message: str
    offset: int
    """Where the parser stopped."""
    opened: int | None = None
    """Where the construct starts that could not be finished, when there is one."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """One text as YAML reads it."""

    documents: tuple[Node | None, ...]
    """The root of each document; None for one that was not finished when the text broke off."""
    broken: Broken | None


def parse(text: str) -> YamlText:
    """Read *text* as a stream of YAML documents. Never raises, but for a missing YAML library."""
    # The library is optional, and rules that use this module are also listed and explained without it.
    from workflowkit.source.yaml_events import read

    return read(text)


def stretch(start: int, end: int) -> Route:
    """The characters from *start* up to *end* as a route, for places that no key leads to."""
    return ("@", start, end)


def stretch_of(route: Route) -> tuple[int, int] | None:
    """The offsets in a route made by `stretch`; None for any other route."""
    match route:
        case ("@", int(start), int(end)):
            return start, end
        case _:
            return None
