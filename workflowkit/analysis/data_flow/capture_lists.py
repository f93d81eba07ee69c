"""Lists of captures: the keys behind or below a header such as `Capture:`, and the keys of a `context` object in an example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Spelled:
    """A capture spelled out in a text."""

    key: str
    window: tuple[int, int]
    form: str
    """`list` or `prose`."""
    description: str
    """What the text states about the value; may be empty."""


@dataclass(frozen=True, slots=True)
class _Header:
    """A line that announces a list of keys."""

    is_explicit: bool
    """True when it names context, keys or variables, so that plain words below it are keys."""
    is_order: bool
    """True when it orders to set or to capture; otherwise only camel case or snake case makes a key."""
    rest: tuple[int, int] | None
    """Where the list is on the line of the header; None when bullets follow."""


def may_list(text: str, folded: str) -> bool:
    """Return whether *text*, which is *folded* without differences in case, has what is in every list of captures."""
    # Plain searches are faster than the expressions.
    if any(map(folded.__contains__, _INLINE_WORDS)):
        return True
    return (":" in text or "{" in text) and any(map(folded.__contains__, _HEADER_WORDS))


def listed_captures(text: str, folded: str) -> Iterator[Spelled]:
    """Yield the keys of every list of captures in *text*, line by line; *folded* is the text without differences in case."""
    has_inline = any(map(folded.__contains__, _INLINE_WORDS))
    if ":" in text and (has_inline or any(map(folded.__contains__, _HEADER_WORDS))):
        yield from _below_headers(text)
    if has_inline:
        yield from _behind_verbs(text)
    if "{" not in text or "context" not in folded:
        return
    for shown in _CONTEXT_OBJECT.finditer(text):
        for member in _MEMBER.finditer(text, *shown.span("members")):
            yield Spelled(member["key"], member.span("key"), "list", "")


def listed(text: str, start: int, end: int, *, is_explicit: bool) -> Iterator[Spelled]:
    """Yield the keys that begin the items of a list in running text, up to the end of the sentence."""
    found = [_ITEM.match(text, first, last) for first, last in _items(text, start, end)]
    matches = [match for match in found if match]
    # "Capture `decision`: `grant` or `refuse`" lists the values of one key.
    if matches and _DEFINES.match(matches[0]["description"]):
        has_more = [match for match in matches[1:] if _is_key(match)]
        matches = [matches[0], *has_more]
    yield from _spelled(matches, is_explicit=is_explicit)


def _is_key(match: re.Match[str]) -> bool:
    """Return whether an item behind a key with its values is a key as well: by its form, or as it has values too."""
    name = match["quoted"] or match["camel"] or match["plain"]
    return _is_compound(name) or _DEFINES.match(match["description"]) is not None


def _below_headers(text: str) -> Iterator[Spelled]:
    """Yield the keys behind the headers of *text*, and those of the bullets below them."""
    open_header: _Header | None = None
    bullets: list[re.Match[str]] = []
    start = 0
    is_first = False
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        header = _header(text, start, end)
        bullet = _BULLET.match(text, start, end) if open_header and not header else None
        is_gap = start == end and is_first
        is_indented = text.startswith((" ", "\t"), start)
        is_first = is_gap
        if bullet is not None:
            bullets.append(bullet)
        elif open_header and open_header.is_order and not bullets and text.startswith("`", start):
            yield from listed(text, start, end, is_explicit=open_header.is_explicit)
            open_header = None
        elif header or not (is_gap or is_indented):
            yield from _of_bullets(text, open_header, bullets)
            bullets, open_header = [], None
        if header and header.rest:
            for spelled in listed(text, *header.rest, is_explicit=header.is_explicit):
                if header.is_order or _is_compound(spelled.key):
                    yield spelled
        elif header:
            open_header = header
            is_first = True
        start = end + 1
    yield from _of_bullets(text, open_header, bullets)


def _header(text: str, start: int, end: int) -> _Header | None:
    """Return the header that the line from *start* to *end* is; None when it is none."""
    if text.find(":", start, end) < 0:
        return None
    footer = _FOOTER.match(text, start, end)
    if footer:
        is_explicit = _OF_KEYS.search(footer["words"]) is not None
        is_behind = footer["rest"].strip("* ") != ""
        is_order = footer["result"] is None
        return _Header(is_explicit, is_order, footer.span("rest") if is_behind else None)
    # Only the last clause of a line can announce what follows it.
    tail = max(start, end - _LONGEST_HEADER)
    found = _ANNOUNCEMENT.search(text, tail, end) if _COLON.search(text, tail, end) else None
    # "For each boundary, record:" asks for the fields of every entry of one list.
    if found is None or _OF_EACH.search(text, tail, end):
        return None
    return _Header(False, bool(found["order"]), None)


def _of_bullets(
    text: str, header: _Header | None, bullets: list[re.Match[str]]
) -> Iterator[Spelled]:
    """Yield the keys of the *bullets* below *header*: one each, or several that are joined by commas."""
    if header is None:
        return
    if not header.is_order:
        bullets = [
            bullet for bullet in bullets if _is_compound(bullet["quoted"] or bullet["camel"] or "")
        ]
    single: list[re.Match[str]] = []
    for bullet in bullets:
        group = next(name for name in ("quoted", "camel", "plain") if bullet[name])
        if group != "plain" and _JOINED.match(bullet["description"]):
            start, end = bullet.start("key"), bullet.end()
            yield from listed(text, start, end, is_explicit=header.is_explicit)
        else:
            single.append(bullet)
    yield from _spelled(single, is_explicit=header.is_explicit)


def _behind_verbs(text: str) -> Iterator[Spelled]:
    """Yield the keys behind "capture" or "set the context variables" in the middle of a line."""
    for header in _INLINE.finditer(text):
        is_explicit = header["named"] is not None
        is_capture = header.group().lower().startswith("capture")
        if is_explicit or (is_capture and is_order(text, header.start())):
            yield from listed(text, *header.span("rest"), is_explicit=is_explicit)


def _spelled(found: Iterable[re.Match[str]], *, is_explicit: bool) -> Iterator[Spelled]:
    """Yield the keys of one list; a plain word is one only where the list allows it, or beside an unmistakable key."""
    matches = list(found)
    is_explicit = is_explicit or any(match["quoted"] or match["camel"] for match in matches)
    for match in matches:
        group = next(name for name in ("quoted", "camel", "plain") if match[name])
        if group != "plain" or is_explicit:
            description = match["description"].lstrip("`* :=-–—(").rstrip(") ")
            yield Spelled(match[group], match.span(group), "list", description)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the items of a list are: split at commas and at "and" outside brackets, until the sentence ends."""
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


def described(text: str, end: int) -> str:
    """Return what the brackets behind a key that ends at *end* state about its type, or the values that it is set to one of; empty when nothing does."""
    found = _TYPED.match(text, end)
    if found:
        return found["description"]
    found = _SET_TO_ONE.match(text, end)
    return f"one of {found['description']}" if found else ""


def is_order(text: str, start: int) -> bool:
    """Return whether the verb at *start* gives an order: it begins a line or clause, or follows a word that leads to one."""
    before = text[max(0, start - 40) : start].rstrip(" \t*_>-•")
    if not before or before[-1] in "\n.:;,(!?–—)":
        return True
    word = LAST_WORD.search(before)
    if word is None or word.end() != len(before):
        return False
    return word[1].lower() in _LEADS or _SPEAKER.search(before) is not None


def _is_compound(name: str) -> bool:
    return _COMPOUND.fullmatch(name) is not None


COMPOUND_NAME = r"[a-z][a-z0-9]*(?:[A-Z]|_[a-z0-9])[A-Za-z0-9_]*"
"""A name in camel case or snake case: unmistakably one, also without backticks."""
KEY_NAME = r"[A-Za-z_][A-Za-z0-9_]*+(?:-[A-Za-z0-9_]++)*+"
"""A name that is marked as one, by backticks or by its place: parts in kebab case are joined."""
LAST_WORD = re.compile(r"(?<![A-Za-z])([A-Za-z]+)[^A-Za-z]*$")
MARKS = re.compile(r"[A-Z_](?<=[a-z0-9].)")
"""What every name in camel case or snake case has. It begins with what is rare, which is found fast."""
_COMPOUND = re.compile(COMPOUND_NAME)
_LEADS = frozenset(
    (
        *("and", "then", "also", "or", "to", "must", "should", "please", "first", "next"),
        *("finally", "instead", "now", "otherwise", "always"),
    )
)
_SPEAKER = re.compile(r"\b(?:I|we|you)(?:['’]ll| will)$", re.IGNORECASE)

_HEADER_WORDS = (
    *("save", "return", "output", "classify", "decide"),
    *("determine", "compute", "derive", "estimate", "rate", "update", "define"),
    *("emit", "result", "produce", "context"),
)
"""Without those that are in `_INLINE_WORDS`."""
_INLINE_WORDS = ("capture", "set", "record", "store")
_FOOTER = re.compile(
    r"[ \t]*(?:[-*][ \t]+|\d+[.)][ \t]+)?(?:\*\*)?(?:also[ ,]+|then[ ,]+|finally[ ,]+)?"
    r"(?P<words>capture\b[^:\n`]{0,60}"
    r"|(?:set|record|store|save)(?:[ \t]+(?:these|this|the following|all of these|values))*[ \t]*"
    r"(?:\([^()\n]{0,60}\)[ \t]*)?"
    r"|(?:set|record|store|save|return|update|send|pass|emit|include)\b"
    r"(?=[^:\n]*\b(?:context|keys|variables)\b)[^:\n]{0,90}"
    r"|(?:new |updated )?context(?: keys| variables| updates?)?(?: to (?:set|send|update|return))?"
    r"|(?P<result>outputs?|emits?|returns?|results?|produces?))"
    r"(?:\*\*)?:(?:\*\*)?[ \t]*(?P<rest>[^\n]*)$",
    re.IGNORECASE,
)
_LONGEST_HEADER = 160
_COLON = re.compile(r":[*_]{0,3}[ \t]*$")
_ANNOUNCEMENT = re.compile(
    r"(?:\A|(?<=\n)|[.;,!?)]|\*(?!\*)|[-•]|\b(?:and|then|also|to))[ \t]*\**"
    r"(?:(?P<order>set|record|store|save|capture)|classify|decide|determine|compute|derive|estimate|rate"
    r"|return|output|update|define)\b[^:`\n.;]{0,60}:[*_]{0,3}[ \t]*$",
    re.IGNORECASE,
)
_OF_EACH = re.compile(r"\b(?:each|every)\b", re.IGNORECASE)
_OF_KEYS = re.compile(r"\b(?:context|keys|variables)\b", re.IGNORECASE)
_INLINE = re.compile(
    r"\b(?:capture|set|record|store)\b(?: all)?(?: these| the following| values)?(?: as| in)?(?: the)?"
    r"(?: (?P<named>(?:session )?context(?: variables| keys)?|variables|keys))?:?[ \t]+"
    r"(?P<rest>[A-Za-z_`][^\n]*)",
    re.IGNORECASE,
)
_KEY = (
    rf"(?P<key>`(?:context\.)?(?P<quoted>{KEY_NAME})(?:\s*+[=:]\s*+[^`\n]*+)?`"
    rf"|(?:context\.)?(?P<camel>{COMPOUND_NAME})\b"
)
_BULLET = re.compile(
    rf"[ \t]*(?:(?:[-*•]|\d+[.)])[ \t]+|(?=`?{COMPOUND_NAME}`?[ \t]*(?:[:=(]|[-–—][ \t])))(?:\*\*)?{_KEY}"
    r"|(?P<plain>[a-z][a-z0-9]*)(?=\s*+(?:\*\*\s*+)?(?:$|[:=(]|[-–—] )))(?P<description>[^\n]*)"
)
_ITEM = re.compile(
    rf"\s*+(?:and\s++|or\s++|plus\s++|also\s++|the\s++)*{_KEY}"
    r"|(?P<plain>[a-z][a-z0-9]*)(?=\s*(?:\(|$)))(?P<description>.*)",
    re.DOTALL,
)
_TYPED = re.compile(
    r"`?\s*\((?P<description>(?:an?\s+)?(?:lists?|arrays?|objects?|numbers?|count|integer|boolean|text|string|one of|true\s*/\s*false)\b[^()\n]{0,200})\)",
    re.IGNORECASE,
)
_ONE = r"[`'\"]?[A-Za-z0-9][\w-]*+[`'\"]?"
_SET_TO_ONE = re.compile(
    rf"`?\s+(?:to|as)\s+(?:one of:?\s+|either\s+)?(?P<description>{_ONE}(?:,\s*{_ONE})*,?\s+or\s+{_ONE}"
    rf"|(?<=one of ){_ONE}(?:,\s*{_ONE})*,?\s+(?:and|or)?\s*{_ONE})(?=\s*(?:[.;(\n]|$))"
)
_DEFINES = re.compile(r"[`*]*\s*(?:[:=]|[-–—]\s|\()")
_JOINED = re.compile(rf"\s*+(?:,|and\b|&|/|\+)\s*+(?:and\s++)?(?:`[A-Za-z_]|{COMPOUND_NAME})")
_MARK = re.compile(r"`[^`\n]*`|[()\[\]{},;]|\.(?=\s|$)|\s(?:and|plus|/)\s(?=`)")
_CONTEXT_OBJECT = re.compile(
    r"\bcontext[\"'`]?\s*+(?:[:=]\s*+)?`?(?<!\{)\{(?P<members>[^{}]*)\}", re.IGNORECASE
)
_MEMBER = re.compile(
    r"[\"']?(?<!\w)(?P<key>[A-Za-z_][A-Za-z0-9_]*)[\"']?\s*(?::|(?<=[A-Za-z0-9_\s])(?=,|$))"
)
