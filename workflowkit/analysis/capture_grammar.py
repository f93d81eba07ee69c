"""The grammar of captures in running text: footers, lists behind a header, and orders to set a key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Spelled:
    """A capture spelled out in a text."""

    key: str
    window: tuple[int, int]
    form: str
    """`list` or `prose`."""
    description: str
    """What is said of the value; empty when nothing is."""


@lru_cache(maxsize=1024)
def captures_in(text: str) -> tuple[Spelled, ...]:
    """Captures spelled out in *text*, each key once, in order of appearance."""
    found: dict[str, Spelled] = {}
    # Lists come first: they know the description of a key that prose names as well.
    for item in (*_lists(text), *_prose(text)):
        found.setdefault(item.key, item)
    return tuple(sorted(found.values(), key=lambda item: item.window))


_FOOTER = re.compile(
    r"^[ \t]*(?:[-*][ \t]+|\d+[.)][ \t]+)?(?:\*\*)?(?:also[ ,]+|then[ ,]+|finally[ ,]+)?"
    r"(?P<words>capture\b[^:\n`]{0,60}"
    r"|(?:set|record|store|save|return)\b(?=[^:\n]*\b(?:context|keys|variables)\b)[^:\n]{0,90})"
    r":(?:\*\*)?[ \t]*(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_OF_KEYS = re.compile(r"\b(?:context|keys|variables)\b", re.IGNORECASE)
_INLINE = re.compile(
    r"\b(?:capture|set|record|store)\b(?: all)?(?: these| the following| values)?(?: as| in)?(?: the)?"
    r"(?: (?P<named>(?:session )?context(?: variables| keys)?|variables|keys))?:?[ \t]+"
    r"(?P<rest>[A-Za-z_`][^\n]*)",
    re.IGNORECASE,
)
_KEY = (
    r"(?:`(?P<quoted>[A-Za-z_][A-Za-z0-9_]*)(?:\s*[=:]\s*[^`\n]*)?`"
    r"|(?P<camel>[a-z][a-z0-9]*(?:[A-Z]|_[a-z0-9])[A-Za-z0-9_]*)\b"
)
_BULLET = re.compile(
    rf"[ \t]*(?:[-*•]|\d+[.)])[ \t]+(?:\*\*)?{_KEY}"
    r"|(?P<plain>[a-z][a-z0-9]*)(?=\s*(?:\*\*)?\s*(?:$|[:=(]|[-–—] )))(?P<description>[^\n]*)",
    re.MULTILINE,
)
_ITEM = re.compile(
    rf"\s*(?:and\s+|or\s+|plus\s+|also\s+|the\s+)*{_KEY}"
    r"|(?P<plain>[a-z][a-z0-9]*)(?=\s*(?:\(|$)))(?P<description>.*)",
    re.DOTALL,
)


def _lists(text: str) -> Iterator[Spelled]:
    if not _may_have_list(text.casefold()):
        return
    for header in _FOOTER.finditer(text):
        is_explicit = _OF_KEYS.search(header.group("words")) is not None
        if header.group("rest").strip("* "):
            yield from listed(text, *header.span("rest"), is_explicit=is_explicit)
        else:
            yield from _spelled(_bullets(text, header.end() + 1), is_explicit=is_explicit)
    for header in _INLINE.finditer(text):
        is_explicit = header.group("named") is not None
        is_capture = header.group().lower().startswith("capture")
        if is_explicit or (is_capture and _is_order(text, header.start())):
            yield from listed(text, *header.span("rest"), is_explicit=is_explicit)


def _may_have_list(folded: str) -> bool:
    """True when *folded*, a text without its case, has words without which neither header matches."""
    if "capture" in folded:
        return True
    return any(word in folded for word in ("context", "keys", "variables")) and any(
        word in folded for word in ("set", "record", "store", "save", "return")
    )


def listed(text: str, start: int, end: int, *, is_explicit: bool) -> Iterator[Spelled]:
    """Keys that begin the items of a list in running text, up to the end of the sentence."""
    items = (_ITEM.match(text, first, last) for first, last in _items(text, start, end))
    yield from _spelled((item for item in items if item), is_explicit=is_explicit)


def _spelled(found: Iterable[re.Match[str]], *, is_explicit: bool) -> Iterator[Spelled]:
    """The keys of one list; a plain word is one only where the list says so, or beside an unmistakable key."""
    matches = list(found)
    is_explicit = is_explicit or any(match["quoted"] or match["camel"] for match in matches)
    for match in matches:
        group = next(name for name in ("quoted", "camel", "plain") if match[name])
        if group != "plain" or is_explicit:
            description = match["description"].lstrip("`* :=-–—(").rstrip(") ")
            yield Spelled(match[group], match.span(group), "list", description)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the items of a list stand: split at commas and at "and" outside brackets, until the sentence ends."""
    depth = 0
    first = start
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth = max(0, depth - 1)
        elif not mark.startswith("`") and not depth:
            yield first, match.start()
            first = match.end()
            if mark == ".":
                return
    yield first, end


_MARK = re.compile(r"`[^`\n]*`|[()\[\]{},;]|\.(?=\s|$)|\s(?:and|plus)\s(?=`)")


def _bullets(text: str, start: int) -> Iterator[re.Match[str]]:
    """Bullets that begin with a key, from *start* on; a blank line may stand before them, indented lines between them."""
    is_first = True
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        bullet = _BULLET.match(text, start, end)
        if bullet is not None:
            yield bullet
        elif not line.startswith((" ", "\t")) and (line or not is_first):
            return
        is_first = False
        start = end + 1


_VERB = re.compile(
    r"\b(?:set|record|capture|store|save|initiali[sz]e|increment|reset|update)\b", re.IGNORECASE
)
_VERB_STARTS = (
    "set",
    "record",
    "capture",
    "store",
    "save",
    "initiali",
    "increment",
    "reset",
    "update",
)
_TARGET = re.compile(
    r"`(?P<quoted>[A-Za-z_][A-Za-z0-9_]*)(?:\s*[=:]\s*[^`\n]*)?`"
    r"|'(?P<single>[A-Za-z_][A-Za-z0-9_]*)'"
    r"|\b(?P<assigned>[A-Za-z_][A-Za-z0-9_]*)=(?=[^=\s])"
)
_NAMED_VARIABLE = re.compile(
    r"'(?P<key>[A-Za-z_][A-Za-z0-9_]*)' (?:context )?(?:variable|array|list|flag|counter)\b"
)
_JOINS = re.compile(r"\s*(?:,|and|or|, and|, or|&|,? plus)\s*", re.IGNORECASE)
_LAST_WORD = re.compile(r"([A-Za-z]+)[^A-Za-z]*$")
_NOT_A_TARGET = frozenset(
    (
        *("of", "from", "with", "for", "against", "per", "by", "than", "using", "between", "on"),
        *("behind", "after", "before", "until", "when", "if", "unless", "while", "because", "at"),
        *("via", "without", "to", "is", "are", "was", "equals", "through", "about"),
    )
)
"""Words before a code span that make it something else than what the verb writes to."""


def _prose(text: str) -> Iterator[Spelled]:
    for verb in _verbs(text):
        if _is_order(text, verb.start()):
            for match, group in _targets(text, verb.end()):
                # Files are updated too: only a value or a noun behind it makes a key of the target.
                if verb.group().lower() != "update" or _UPDATED.match(text, match.end(group)):
                    yield Spelled(match[group], match.span(group), "prose", "")
    for match in _NAMED_VARIABLE.finditer(text):
        yield Spelled(match["key"], match.span("key"), "prose", "")


def _verbs(text: str) -> list[re.Match[str]]:
    """Return the matches of `_VERB` in *text*, in order; none when nothing in it could be a target."""
    if not any(mark in text for mark in "`'="):
        return []
    folded = text.casefold()
    if len(folded) != len(text):
        return list(_VERB.finditer(text))
    # Plain searches for its words are faster than the expression, which tries every letter.
    starts = {at for word in _VERB_STARTS for at in _occurrences(folded, word)}
    found = (_VERB.match(text, at) for at in sorted(starts))
    return [match for match in found if match]


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _targets(text: str, start: int) -> Iterator[tuple[re.Match[str], str]]:
    """What a verb that ends at *start* writes to: the first key behind it, keys joined to that one, and assignments.

    Each with the group of the match that holds the key.
    """
    clause = _CLAUSE.match(text, start)
    end = clause.end() if clause else start
    last_end = start
    is_open = True
    for match in _TARGET.finditer(text, start, end):
        group = next(name for name in ("quoted", "single", "assigned") if match[name])
        between = text[last_end : match.start()]
        if group == "assigned":
            yield match, group
            continue
        if (group == "single" and between.strip()) or _OTHER_THING.match(text, match.end()):
            continue
        word = _LAST_WORD.search(between)
        is_free = not (word and word.group(1).lower() in _NOT_A_TARGET) and len(between) <= 80
        if is_free if is_open else _JOINS.fullmatch(between) is not None:
            yield match, group
            last_end = match.end()
            is_open = False


_UPDATED = re.compile(
    r"\s*=|[`']?\s+(?:to\b|(?:context )?(?:variable|key|flag|counter|array|list)\b|and increment\b)"
)
_OTHER_THING = re.compile(
    r"(?:['’]s)?\s+(?:calls?|tools?|sections?|files?|steps?|fields?|tables?|headings?|documents?|object)\b"
)
"""Behind a code span: what makes it no key."""
_CLAUSE = re.compile(r"(?:`[^`\n]*`|[^.;\n`]|\.(?=\S))*")


def _is_order(text: str, start: int) -> bool:
    """True when the verb at *start* gives an order: it begins a line or clause, or follows a word that leads to one."""
    before = text[max(0, start - 40) : start].rstrip(" \t*_>-•")
    if not before or before[-1] in "\n.:;,(!?–—)":
        return True
    word = _LAST_WORD.search(before)
    return word is not None and word.end() == len(before) and word.group(1).lower() in _LEADS


_LEADS = frozenset(
    (
        *("and", "then", "also", "or", "to", "must", "should", "please", "first", "next"),
        *("finally", "instead", "now"),
    )
)
