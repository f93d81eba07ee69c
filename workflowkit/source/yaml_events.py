"""What the YAML library says of a text, as nodes. The only module that knows the library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from workflowkit.source.yaml_text import Broken, Node, Shape, YamlText

MAX_DEPTH = 200
"""Levels of brackets that are read; the time the library takes grows with their square."""


def read(text: str) -> YamlText:
    """Read *text* as a stream of YAML documents. Never raises."""
    deep = _too_deep(text)
    if deep is not None:
        message = f"brackets are nested more than {MAX_DEPTH} levels deep"
        return YamlText((), Broken(message, deep))
    roots: list[Node | None] = []
    frames: list[_Frame] = []
    broken = None
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, DocumentStartEvent):
                roots.append(None)
            elif node := _node(event, frames):
                _put(node, frames, roots)
    except YAMLError as error:
        broken = _explain(text, error)
    except (ValueError, RecursionError) as error:
        broken = Broken(str(error).splitlines()[0] if str(error) else "the text is not YAML", 0)
    while frames:
        node = frames.pop().close(len(text))
        _put(node, frames, roots)
    return YamlText(tuple(roots), broken)


def _put(node: Node, frames: list[_Frame], roots: list[Node | None]) -> None:
    if frames:
        frames[-1].inside.append(node)
    else:
        roots[-1] = node


def _too_deep(text: str) -> int | None:
    """The offset at which brackets pass the limit, those in quotes included, or None."""
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
    inside: list[Node] = field(default_factory=list)

    def close(self, end: int) -> Node:
        event, inside = self.event, self.inside
        common = {
            "start": event.start_mark.index,
            "end": end,
            "style": "flow" if event.flow_style else "block",
            "anchor": event.anchor or "",
            "tag": _tag(event),
        }
        if isinstance(event, SequenceStartEvent):
            return Node(Shape.SEQUENCE, items=tuple(inside), **common)
        # A mapping that broke off may hold a key without its value, which is left out.
        return Node(
            Shape.MAPPING, pairs=tuple(zip(inside[::2], inside[1::2], strict=False)), **common
        )


def _node(event: Any, frames: list[_Frame]) -> Node | None:
    """The node that *event* completes; None when it opens one or is none."""
    if isinstance(event, MappingStartEvent | SequenceStartEvent):
        frames.append(_Frame(event))
        return None
    if isinstance(event, MappingEndEvent | SequenceEndEvent):
        return frames.pop().close(event.end_mark.index)
    if isinstance(event, AliasEvent):
        return Node(
            Shape.ALIAS, event.start_mark.index, event.end_mark.index, text=event.anchor or ""
        )
    if isinstance(event, ScalarEvent):
        return Node(
            Shape.SCALAR,
            event.start_mark.index,
            event.end_mark.index,
            text=event.value,
            style=event.style or "",
            anchor=event.anchor or "",
            tag=_tag(event),
        )
    return None


def _tag(event: Any) -> str:
    return str(event.ctag) if event.ctag else ""


def _explain(text: str, error: YAMLError) -> Broken:
    """Say in plain words what the parser met."""
    if isinstance(error, ReaderError):
        return Broken("this character may not stand in YAML", min(error.position, len(text)))
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Broken("the text is not YAML", 0)
    offset = min(error.problem_mark.index, len(text))
    opened = error.context_mark.index if error.context_mark is not None else None
    problem = error.problem or ""
    for words, message in _MESSAGES:
        if words in problem:
            return Broken(message, offset, opened)
    return Broken("this does not fit the rules of YAML", offset, opened)


_MESSAGES = (
    ("mapping values are not allowed", "a second ': ' stands in one plain value"),
    ("unexpected end of stream", "a quoted text has no closing quote"),
    ("cannot start any token", "this character cannot start a value"),
    ("unknown escape character", "this escape does not exist"),
    ("escape sequence of", "this escape is not finished"),
    ("undefined tag handle", "this tag is not declared"),
    ("could not find expected ':'", "a key without ':' stands here"),
    ("expected <block end>", "this line does not fit the indentation above it"),
    ("expected '<document start>'", "this line does not fit what stands above it"),
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
