"""Tokens of a text that is meant as JSON: those of JSON, and those that people write in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class JsonToken:
    """A piece of the text."""

    kind: str
    """A bracket, comma or colon itself, or the name of a group of `_TOKEN`; `end` behind the last token, `unknown` for what is none."""
    start: int
    """In characters, from 0."""
    end: int
    text: str

    @property
    def is_aside(self) -> bool:
        """True for a comment, and for white space that JSON does not have."""
        return self.kind in ("comment", "space")


def tokens(text: str) -> Iterator[JsonToken]:
    """Yield the tokens of *text*, the last of kind `end` or `unknown`; white space of JSON is none."""
    at = 0
    while match := _TOKEN.match(text, at):
        kind = match.lastgroup or ""
        start, at = match.span(kind)
        token = match.group(kind)
        if kind == "end":
            break
        yield JsonToken(token if kind == "mark" else kind, start, at, token)
    yield JsonToken(
        "end" if match else "unknown", at, at + (not match), text[at : at + (not match)]
    )


# The string of a raw line break ends where a value may end: a quote that is missing at the end of a line leads elsewhere.
_TOKEN = re.compile(
    r"[ \t\r\n]*+(?:"
    r"(?P<mark>[{}\[\],:])"
    r'|(?P<string>"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*+")'
    r'|(?P<raw>"(?:[^"\\]|\\[^\x00-\x1f])*+"(?=[ \t\r\n]*+(?:[,:}\]]|//|/\*|\Z)))'
    r"|(?P<single>'(?:[^'\\\x00-\x1f]|\\[^\x00-\x1f])*+')"
    '|(?P<typographic>[\u201c\u201e\u201f][^"\\\\\x00-\x1f\u201c\u201d\u201e\u201f]*+[\u201c\u201d\u201f"]'
    '|[\u2018\u201a\u201b][^"\\\\\x00-\x1f\u2018\u2019\u201a\u201b]*+[\u2018\u2019\u201b])'
    r"|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|#[^\n]*+)"
    r"|(?P<number>-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][+-]?\d++)?(?![\w.$+-]))"
    r"|(?P<word>[\w.$+-]++)"
    "|(?P<space>[\x0b\x0c\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]++)"
    r"|(?P<end>\Z))"
)
