"""A tolerant reading of JSON: the values of any text with their places, whatever is missing, superfluous or unfinished.

Of valid JSON the value is that of `json_text.parse`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import field

from workflowkit.records import dataclass
from workflowkit.text.json_text import MAX_DEPTH
from workflowkit.text.routes import Json, Route


@dataclass(slots=True, eq=False)
class TextNode:
    """One value of the text."""

    kind: str
    """`object`, `array`, `string`, `word` (numbers and literals), or `missing` behind a key without a value."""
    start: int
    """In characters, from 0."""
    end: int
    """Of an unclosed object or array, the end of what is in it."""
    route: Route
    key: tuple[int, int] | None
    """Start and end of its key, quotes included; None in arrays."""
    parent: TextNode | None
    value: Json = None
    children: list[TextNode] = field(default_factory=list)
    is_closed: bool = True

    def holds(self, offset: int) -> bool:
        """Return whether the character at *offset*, or the place behind the last, belongs to the value or its key."""
        start = self.key[0] if self.key else self.start
        return start <= offset <= self.end


@dataclass(slots=True, frozen=True)
class TextToken:
    """A piece of the text: `mark`, `string`, `word`, or `comment`."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(slots=True, frozen=True)
class Tree:
    """The values of one text."""

    text: str
    root: TextNode | None
    """None for a text without any value."""
    nodes: dict[Route, TextNode]
    tokens: list[TextToken]

    @property
    def value(self) -> Json:
        """The value of the whole."""
        return self.root.value if self.root else None

    def container_at(self, offset: int) -> TextNode | None:
        """Return the innermost object or array whose inside has *offset*."""
        found, here = None, self.root
        while here is not None and here.kind in ("object", "array"):
            is_inside = here.start < offset < here.end or (
                offset >= here.end and not here.is_closed
            )
            if not is_inside:
                break
            found = here
            here = next((each for each in here.children if each.start < offset <= each.end), None)
            if here is None and found.children and not found.children[-1].is_closed:
                last = found.children[-1]
                here = last if offset > last.start else None
        return found

    def node_at(self, offset: int) -> TextNode | None:
        """Return the innermost value that *offset* is in, or whose key it is in."""
        found, here = None, self.root
        while here is not None and here.holds(offset):
            found = here
            here = next((each for each in here.children if each.holds(offset)), None)
        return found

    def token_before(self, offset: int) -> TextToken | None:
        """Return the last token that begins before *offset*."""
        index = bisect_right(self.tokens, offset - 1, key=lambda token: token.start) - 1
        return self.tokens[index] if index >= 0 else None


_TOKEN = re.compile(
    r"(?P<mark>[{}\[\],:])"
    r'|(?P<string>"(?:[^"\\\r\n]|\\[^\r\n])*+"?)'
    r"|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"
    r'|(?P<word>[^ \t\r\n{}\[\],:"]++)'
    r"|[ \t\r\n]++"
)


def tokens_of(text: str) -> Iterator[TextToken]:
    """Yield the tokens of any *text*; an unclosed string ends with its line."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None:
            yield TextToken(kind, match.start(), match.end(), match.group())


def read(text: str) -> Tree:
    """Read *text*; never raises."""
    reader = _Reader()
    tokens = list(tokens_of(text))
    plain = [token for token in tokens if token.kind != "comment"]
    for index, token in enumerate(plain):
        following = plain[index + 1].text if index + 1 < len(plain) else ""
        reader.take(token, following)
    reader.finish(len(text))
    return Tree(text, reader.root, reader.nodes, tokens)


def text_of(literal: str) -> str:
    """Return the text that the string *literal* stands for; as it is written when it cannot be decoded."""
    closed = literal if len(literal) > 1 and literal.endswith('"') else f'{literal}"'
    if "\\" not in closed:
        return closed[1:-1]
    try:
        return str(json.loads(closed, strict=False))
    except ValueError:
        return literal.strip('"')


def _word(text: str) -> Json:
    """Return the value of *text*, which is no string; the text itself when it is none."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Reader:
    """What was read so far: the open containers, and the key that waits for its value."""

    def __init__(self) -> None:
        self.root: TextNode | None = None
        self.nodes: dict[Route, TextNode] = {}
        self._open: list[TextNode] = []
        self._key: TextToken | None = None
        self._has_colon = False

    def take(self, token: TextToken, following: str) -> None:
        """Read *token*; *following* is the text of the next one."""
        if token.kind == "mark":
            self._take_mark(token)
        elif self._takes_key(token, following):
            self._drop_key(token.start)
            self._key, self._has_colon = token, False
        else:
            is_string = token.kind == "string"
            value = text_of(token.text) if is_string else _word(token.text)
            self._add(token.kind, token.start, token.end, value)

    def _takes_key(self, token: TextToken, following: str) -> bool:
        if following == ":" and self._open and self._open[-1].kind == "array":
            # The bracket of the array is missing.
            inner = next((each for each in reversed(self._open) if each.kind == "object"), None)
            while inner is not None and self._open[-1] is not inner:
                self._close(token.start)
        if not self._open or self._open[-1].kind != "object":
            return False
        return self._key is None or not self._has_colon or following == ":"

    def _take_mark(self, token: TextToken) -> None:
        if token.text == ":":
            self._has_colon = True
        elif token.text == ",":
            self._drop_key(token.start)
        elif token.text in "{[":
            kind = "object" if token.text == "{" else "array"
            self._leave_unclosed(token)
            node = self._add(kind, token.start, token.end, {} if kind == "object" else [])
            if node is not None:
                node.is_closed = False
                self._open.append(node)
        else:
            kind = "object" if token.text == "}" else "array"
            if any(each.kind == kind for each in self._open):
                while self._open[-1].kind != kind:
                    self._close(token.start)
                self._drop_key(token.start)
                last = self._open.pop()
                last.end, last.is_closed = token.end, True

    def _leave_unclosed(self, token: TextToken) -> None:
        """Close the object that *token* cannot be in, as it opens a value without a key: the next one of an array."""
        is_stray = bool(self._open) and self._open[-1].kind == "object" and self._key is None
        if is_stray and len(self._open) > 1 and self._open[-2].kind == "array":
            self._close(token.start)

    def _close(self, offset: int) -> None:
        """Close the innermost container, whose bracket is missing."""
        self._drop_key(offset)
        self._open.pop().end = offset

    def _drop_key(self, offset: int) -> None:
        """Note that the last key has no value."""
        if self._key is not None:
            end = min(offset, self._key.end + 1 if self._has_colon else self._key.end)
            self._add("missing", end, end, None)
        self._key, self._has_colon = None, False

    def _add(self, kind: str, start: int, end: int, value: Json) -> TextNode | None:
        parent = self._open[-1] if self._open else None
        if parent is None and self.root is not None:
            return None
        part: str | int | None = None
        key = self._key
        if parent is not None and parent.kind == "object":
            if key is None:
                # Nothing leads there, and nothing in it is part of the parent.
                is_container = kind in ("object", "array")
                return (
                    TextNode(kind, start, end, (*parent.route, ""), None, None, value)
                    if is_container
                    else None
                )
            part = text_of(key.text) if key.kind == "string" else key.text
        elif parent is not None:
            part = sum(each.kind != "missing" for each in parent.children)
        if len(self._open) >= MAX_DEPTH and kind in ("object", "array"):
            kind, value = "missing", None
        route = (*parent.route, part) if parent and part is not None else ()
        place = (key.start, key.end) if key else None
        node = TextNode(kind, start, end, route, place, parent, value)
        self._hang(node, part)
        self._key, self._has_colon = None, False
        return node if kind != "missing" else None

    def _hang(self, node: TextNode, part: str | int | None) -> None:
        self.nodes[node.route] = node
        parent = node.parent
        if parent is None:
            self.root = node
            return
        parent.children.append(node)
        for around in self._open:
            around.end = max(around.end, node.end)
        if node.kind == "missing":
            return
        if isinstance(part, str):
            parent.value[part] = node.value
        else:
            parent.value.append(node.value)

    def finish(self, end: int) -> None:
        """Close what is still open at the *end* of the text."""
        self._drop_key(end)
