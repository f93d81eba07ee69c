"""YAML text to a tree of nodes with their exact offsets. The only module that imports the YAML library.

Nothing is resolved: repeated keys, anchors, aliases, tags and further documents are all in the tree.
Offsets count characters from 0. Reading never raises; what stops the parser is returned beside what was read until then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from workflowkit.records import dataclass

if TYPE_CHECKING:
    from ruamel.yaml.error import YAMLError


class YamlShape(StrEnum):
    """What a node is."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One value, or one key, as it is written."""

    shape: YamlShape
    start: int
    end: int
    """Just after the last character; for a block collection or block scalar, somewhere in the line ends behind it."""
    text: str = ""
    """The scalar with quotes and escapes undone, or the name an alias refers to."""
    style: str = ""
    """Of a scalar: empty for plain, else its first character; of a collection: `flow` or `block`."""
    anchor: str = ""
    tag: str = ""
    pairs: tuple[tuple[YamlNode, YamlNode], ...] = ()
    items: tuple[YamlNode, ...] = ()

    @property
    def is_null(self) -> bool:
        """True for a plain scalar that YAML reads as null."""
        return self.is_plain and self.text in _NULLS

    @property
    def is_string(self) -> bool:
        """True for a scalar that YAML reads as text, not as null, a boolean or a number."""
        return self.shape is YamlShape.SCALAR and not (
            self.is_plain and _OTHER.fullmatch(self.text)
        )

    @property
    def is_plain(self) -> bool:
        """True for a scalar without quotes."""
        return self.shape is YamlShape.SCALAR and self.style == ""

    def walk(self) -> Iterator[YamlNode]:
        """Yield this node and everything inside it, keys included, in no particular order."""
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
class BrokenYaml:
    """Why a text is not YAML."""

    message: str
    offset: int
    """Where the parser stopped."""
    opened: int | None = None
    """Where the construct starts that could not be finished, when there is one."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """One text as YAML reads it."""

    documents: tuple[YamlNode | None, ...]
    """The root of each document; None for one that was not finished when the text broke off."""
    broken: BrokenYaml | None


MAX_DEPTH = 200
"""Levels of brackets that are read; the time the library takes grows with their square."""


def parse(text: str) -> YamlText:
    """Read *text* as a stream of YAML documents. Never raises."""
    # Imported here because most commands read no YAML, and the library takes long to import.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    deep = _too_deep(text)
    if deep is not None:
        message = f"brackets are nested more than {MAX_DEPTH} levels deep"
        return YamlText((), BrokenYaml(message, deep))
    roots: list[YamlNode | None] = []
    frames: list[_Frame] = []
    broken = None
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if _name(event) == "DocumentStartEvent":
                roots.append(None)
            elif node := _node(event, frames):
                _put(node, frames, roots)
    except YAMLError as error:
        broken = _explain(text, error)
    except (ValueError, RecursionError) as error:
        broken = BrokenYaml(str(error).splitlines()[0] if str(error) else "the text is not YAML", 0)
    while frames:
        node = frames.pop().close(len(text))
        _put(node, frames, roots)
    return YamlText(tuple(roots), broken)


def _put(node: YamlNode, frames: list[_Frame], roots: list[YamlNode | None]) -> None:
    if frames:
        frames[-1].inside.append(node)
    else:
        roots[-1] = node


def _too_deep(text: str) -> int | None:
    """Return the offset at which brackets pass the limit, those in quotes included, or None."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match.group() in "[{" else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            return match.start()
    return None


_BRACKET = re.compile(r"[\[\]{}]")


@dataclass(slots=True)
class _Frame:
    """A collection that is still open."""

    event: Any
    inside: list[YamlNode] = field(default_factory=list)

    def close(self, end: int) -> YamlNode:
        event, inside = self.event, self.inside
        common = {
            "start": event.start_mark.index,
            "end": end,
            "style": "flow" if event.flow_style else "block",
            "anchor": event.anchor or "",
            "tag": _tag(event),
        }
        if _name(event) == "SequenceStartEvent":
            return YamlNode(YamlShape.SEQUENCE, items=tuple(inside), **common)
        # A mapping that broke off may have a key without its value, which is dropped.
        return YamlNode(
            YamlShape.MAPPING, pairs=tuple(zip(inside[::2], inside[1::2], strict=False)), **common
        )


def _node(event: Any, frames: list[_Frame]) -> YamlNode | None:
    """Return the node that *event* completes; None when it opens one or is none."""
    name = _name(event)
    if name in ("MappingStartEvent", "SequenceStartEvent"):
        frames.append(_Frame(event))
        return None
    if name in ("MappingEndEvent", "SequenceEndEvent"):
        return frames.pop().close(event.end_mark.index)
    if name == "AliasEvent":
        return YamlNode(
            YamlShape.ALIAS, event.start_mark.index, event.end_mark.index, text=event.anchor or ""
        )
    if name == "ScalarEvent":
        return YamlNode(
            YamlShape.SCALAR,
            event.start_mark.index,
            event.end_mark.index,
            text=event.value,
            style=event.style or "",
            anchor=event.anchor or "",
            tag=_tag(event),
        )
    return None


def _name(event: Any) -> str:
    """Return the name of the event's class, so that the classes need not be imported."""
    return type(event).__name__


def _tag(event: Any) -> str:
    return str(event.ctag) if event.ctag else ""


def _explain(text: str, error: YAMLError) -> BrokenYaml:
    """Return the message for the parser's *error*."""
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    if isinstance(error, ReaderError):
        return BrokenYaml("YAML does not allow this character", min(error.position, len(text)))
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return BrokenYaml("the text is not YAML", 0)
    offset = min(error.problem_mark.index, len(text))
    opened = error.context_mark.index if error.context_mark is not None else None
    problem = error.problem or ""
    for words, message in _MESSAGES:
        if words in problem:
            return BrokenYaml(message, offset, opened)
    return BrokenYaml("this does not fit the rules of YAML", offset, opened)


_MESSAGES = (
    ("mapping values are not allowed", "a plain value contains a second ': '"),
    ("unexpected end of stream", "a quoted text has no closing quote"),
    ("cannot start any token", "this character cannot start a value"),
    ("unknown escape character", "this escape does not exist"),
    ("escape sequence of", "this escape is not finished"),
    ("undefined tag handle", "this tag is not declared"),
    ("could not find expected ':'", "this key has no ':'"),
    ("expected <block end>", "this line does not fit the indentation above it"),
    ("expected '<document start>'", "this line does not fit the lines above it"),
    ("expected the node content", "a value was expected here"),
    ("entries are not allowed here", "a list cannot start on the line of a key"),
    ("chomping or indentation", "'|' and '>' announce a text on the lines below"),
    ("alphabetic or numeric", "'&', '*' and '%' are signs of YAML here, not text"),
    ("expected URI", "'!' is a sign of YAML here, not text"),
    ("but got '<stream end>'", "a bracket is not closed"),
    ("expected ','", "a bracket is not closed"),
    ("a comment or a line break", "nothing but a comment may follow here"),
    ("incompatible YAML document", "this version of YAML is not known"),
    ("version", "this version of YAML is not known"),
)
