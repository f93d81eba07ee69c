"""Other ways to state what becomes of a key: "put the class into `upgradePath`", "mark `needsReview` as true", "`mode` is fast or full".

Every name is judged by the few words around it, so that long texts take linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.data_flow.capture_lists import (
    COMPOUND_NAME,
    KEY_NAME,
    MARKS,
    Spelled,
    described,
    is_order,
)


def stated_captures(text: str, folded: str) -> Iterator[Spelled]:
    """Yield the keys that the sentences of *text* give a value, in order of appearance; *folded* is the text without differences in case."""
    has_context = "context" in folded
    last_end = -1
    for match in _names(text):
        name, window = match["name"], match.span("name")
        is_compound = _COMPOUND.fullmatch(name) is not None
        before = text[_start_of_sentence(text, match.start()) : match.start()]
        values = _DEFINED.match(text, match.end()) if _opens(before) else None
        if values:
            yield Spelled(name, window, "list", values["values"])
        elif (
            (last_end >= 0 and _JOIN.fullmatch(text, last_end, match.start()))
            or _is_destination(before, text, match.end(), is_compound=is_compound)
            or (is_compound and _is_object(before, text, match.end()))
            or (has_context and _is_sent(before, text, match.end()))
        ):
            yield Spelled(name, window, "prose", described(text, match.end()))
            last_end = match.end()
    # Plain searches for what each equation has are faster than the expression.
    for match in _EQUATED.finditer(text) if any(map(text.__contains__, _EQUATION_PARTS)) else ():
        group = "key" if match["key"] else "named"
        yield Spelled(match[group], match.span(group), "prose", described(text, match.end(group)))


def _names(text: str) -> list[re.Match[str]]:
    """Return the names of *text* in backticks, and the bare ones in camel case or snake case, in order of appearance."""
    quoted = list(_QUOTED.finditer(text)) if "`" in text else []
    bare = [match for mark in MARKS.finditer(text) if (match := _bare_name(text, mark.start()))]
    return sorted(quoted + bare, key=re.Match.start) if quoted and bare else quoted or bare


def _bare_name(text: str, middle: int) -> re.Match[str] | None:
    """Return the name that has its first mark at *middle*, if there is one."""
    before = text[max(0, middle - _LONGEST) : middle]
    start = middle - len(before) + len(before.rstrip(_LOWER))
    if text.endswith(_PREFIX, 0, start):
        start -= len(_PREFIX)
    return _BARE.match(text, start)


def may_equate(text: str, folded: str) -> bool:
    """Return whether *text*, which is *folded* without differences in case, has a mark of an equation, or one of its words."""
    if "=" in text:
        return True
    is_possible = "then" in folded or "become" in folded or "let" in folded
    return is_possible and _EQUATION_WORD.search(text) is not None


def _start_of_sentence(text: str, end: int) -> int:
    """Return where the sentence or line before *end* starts, at most `_LONGEST` characters before it."""
    start = max(0, end - _LONGEST)
    passed = _UP_TO_BREAK.match(text, start, end)
    return passed.end() if passed else start


def _opens(before: str) -> bool:
    """Return whether *before* is nothing but the marks that begin a line."""
    return _BULLET.fullmatch(before) is not None


def _is_destination(before: str, text: str, end: int, *, is_compound: bool) -> bool:
    """Return whether the words *before* a name make it the place that a value is put: "put the count into"."""
    # Most names are behind other words, which is found out faster than a match.
    if not before.rstrip("*").rstrip()[-_LONGEST_END:].casefold().endswith(_ENDS_BEFORE_PLACE):
        return False
    if is_compound and _LEADS_TO.search(before):
        return True
    place = _PLACE.search(before)
    if place is None or _NOUN.match(text, end):
        return False
    is_count = _A_COUNT.match(text, end) is not None
    verbs = _NAMED_AS if place["as"] else _PUTS if place["into"] or is_count else _KEEPS
    return any(
        is_order(before, verb.start())
        and not _SPLIT.search(before, verb.end(), place.start())
        and (is_compound or verb.group().lower() not in _WRITES)
        for verb in verbs.finditer(before, 0, place.start() + 1)
    )


def _is_object(before: str, text: str, end: int) -> bool:
    """Return whether the verb right before a name gives it a value, or the words behind it demand one."""
    # What all matches contain is found faster than a match.
    folded = before.casefold()
    if folded.rstrip("*").rstrip().endswith(_ENDS_OF_VERBS):
        verb = _ADJACENT.search(before)
        if verb and is_order(before, verb.start()):
            return verb["changes"] is None or _TO_VALUE.match(text, end) is not None
    if ("call" in folded or "name" in folded) and _NAMES.search(before):
        return True
    may_add = "add" in folded or "tract" in folded
    if may_add and _ADDS.search(before) and not _NOUN.match(text, end):
        return True
    # The rest is about words right behind the name.
    if not text[end : end + 1].isspace() or not _VERB_BEHIND.match(text, end):
        return False
    if _TURNS.match(text, end) or _MUST.match(text, end):
        return True
    return _IS_SET.match(text, end) is not None and _ENSURED.search(before) is not None


def _is_sent(before: str, text: str, end: int) -> bool:
    """Return whether the sentence sends the name with the context: "include `a` and `b` in the context"."""
    if _IN_CONTEXT.match(text, end) is None:
        return False
    verb = _SENDS.search(before)
    return verb is not None and is_order(before, verb.start())


_LONGEST = 160
_UP_TO_BREAK = re.compile(r".*(?:[.!?](?=\s)|\n)", re.DOTALL)
_BULLET = re.compile(r"\s*(?:(?:[-*•]|\d+[.)])\s+)?\**")
_COMPOUND = re.compile(COMPOUND_NAME)
_QUOTED = re.compile(rf"`(?:context\.)?(?P<name>{KEY_NAME})`")
_BARE = re.compile(
    rf"(?<![\w.$/`'\"@#-])(?:context\.)?(?P<name>{COMPOUND_NAME})\b(?![(/'\"`-]|\.\w)"
)
_LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
_PREFIX = "context."
_VALUE = r"[`'\"]?[A-Za-z0-9][\w-]*[`'\"]?"
_DEFINED = re.compile(
    r"\**[ \t]*(?:(?::=|=|:|←|<-|is|becomes|will be)[ \t]*(?:either |one of:? )?)"
    rf"(?P<values>{_VALUE}(?:[ \t]*[|/][ \t]*{_VALUE})+(?![\w|/])"
    rf"|(?<=[ \t]){_VALUE}(?:,[ \t]*{_VALUE})*,? or {_VALUE})(?=[ \t]*(?:[.;,(\n]|$|[-–—]))"
)
_EQUATION_WORD = re.compile(r"\blet\b|\bis then\b|\bbecomes?\b", re.IGNORECASE)
_EQUATION_PARTS = ("=", "←", "become", "is then", "are then", "let ", "let\t", "Let ", "Let\t")
_EQUATED = re.compile(
    r"(?:^|(?<=\. ))`?(?:context\.)?(?P<key>[a-z][A-Za-z0-9_]*+)`?"
    r"(?=[ \t]*(?::=|←)|[ \t]+=[ \t]+(?!\S+ (?:requires|means|implies|needs)\b)[^\s=]|[ \t]+(?:is|are) then\b|[ \t]+becomes?[ \t]+[`'\"]?(?:true|false|yes|no|\d))"
    r"|\b[Ll]et[ \t]+`?(?P<named>[a-z][A-Za-z0-9_]*+)`?(?=[ \t]+be\b)",
    re.MULTILINE,
)
"""A sentence that begins with a name and its value: "errors = the number of …"; also "let errors be the number of …"."""
_PLACE = re.compile(
    r"\b(?:(?P<into>into|under|to)|(?P<as>as)|in)\s+(?:the\s+)?(?:context\s+)?(?:as\s+)?(?:variable\s+|key\s+|flag\s+|field\s+)?\**$",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:put|place|note|keep|remember|record|save|store|persist|hold|stash)\b", re.IGNORECASE
)
_PUTS = re.compile(
    r"\b(?:put|place|note|keep|remember|record|save|store|persist|hold|stash|write|collect|gather|log"
    r"|copy|count|split|sort|merge|summari[sz]e)\b",
    re.IGNORECASE,
)
_A_COUNT = re.compile(
    r"(?<=ount)|(?<=ount`)|(?<=umber)|(?<=umber`)|(?<=otal)|(?<=otal`)|(?<=eft)|(?<=eft`)"
)
_NAMED_AS = re.compile(
    r"\b(?:note|keep|remember|record|save|store|persist|hold|write|collect|log|report|register|expose"
    r"|give|publish|export|return|list)\b",
    re.IGNORECASE,
)
_WRITES = frozenset({"write", "give", "copy", "export", "publish", "report", "list", "return"})
"""Verbs that have other destinations, too: a single word behind them is no key."""
_SPLIT = re.compile(
    r";(?!\s+(?:the\s+)?(?:\w+\s+){1,3}$)|;\s+(?:use|read|follow|check|see|take)\b|:\s"
)
_LEADS_TO = re.compile(
    r"(?:\b(?:(?:goes|go|belongs?|lands?)\s+(?:in|into|to|under)|becomes?)\s+|[^`\s]\s*(?:→|⟶|->|=>)\s*)\**$",
    re.IGNORECASE,
)
_ENDS_BEFORE_PLACE = (
    *("into", "under", "to", "as", "in", "the", "context", "variable", "key", "flag", "field"),
    *("become", "becomes", "→", "⟶", "->", "=>"),
)
"""How all texts end in which `_LEADS_TO` or `_PLACE` is found."""
_LONGEST_END = 8
_ENDS_OF_VERBS = (
    *(
        "mark",
        "flag",
        "flip",
        "change",
        "switch",
        "turn",
        "let",
        "assign",
        "persist",
        "bump",
        "raise",
    ),
    *(
        "lower",
        "fill",
        "in",
        "populate",
        "toggle",
        "note",
        "down",
        "remember",
        "memorise",
        "memorize",
    ),
    *("hold", "stash", "gather", "the"),
)
"""How all texts end in which `_ADJACENT` is found."""
_ADJACENT = re.compile(
    r"\b(?:(?P<changes>mark|flag|flip|change|switch|turn|let)"
    r"|assign|persist|bump|raise|lower|fill(?:\s+in)?|populate|toggle|note(?:\s+down)?|write\s+down|remember|memori[sz]e"
    r"|hold|stash|gather)\s+(?:the\s+)?\**$",
    re.IGNORECASE,
)
_TO_VALUE = re.compile(r"\s+(?:as|to|be|true|false|on|off)\b")
_NAMES = re.compile(
    r"\bcall\s+(?:it|this|that|them|these|(?:the|this|that)\s+[a-z]+)\s+$|\b(?:name|call)\s+the\s+[a-z]+\s+$",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:add|subtract)\s+(?:one|1)\s+(?:to|from)\s+$", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:['’]s)?\s+(?:calls?|tools?|sections?|files?|folders?|steps?|fields?|tables?|columns?|headings?"
    r"|documents?|object|branch|class|function|method)\b"
)
"""Behind a name: what makes it no key."""
_ENSURED = re.compile(
    r"\b(?:make sure|be sure|ensure|see to it|check)(?:\s+that)?\s+$", re.IGNORECASE
)
_VERB_BEHIND = re.compile(r"\s+(?:becom|turn|is|are|will|must|has|needs|should)")
"""How all texts begin in which `_IS_SET`, `_TURNS` or `_MUST` is found."""
_IS_SET = re.compile(r"\s+(?:is|are)\s+set\b")
_TURNS = re.compile(
    r"\s+(?:becomes?|turns?|is then|are then|is set to|will be set to)\s+[`'\"]?(?:true|false|yes|no|the|\d)"
)
_MUST = re.compile(r"\s+(?:must|has to|needs to|should)\s+be\s+set\b(?!\s+(?:by|in) )")
_JOIN = re.compile(
    r"(?:\s*\([^()\n]{0,120}\))?(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?:the\s+)?\**"
)
_SENDS = re.compile(
    r"\b(?:add|include|put|send|pass|hand|return|emit|expose|write|carry|report|give|note|record|keep|save|store"
    r"|set|track)\b(?=[^;:]*$)",
    re.IGNORECASE,
)
_IN_CONTEXT = re.compile(
    r"(?:\s*\([^()\n]{0,80}\))?(?:(?:,| and|, and) `?[A-Za-z_][\w.]*`?){0,6}"
    r"\s+(?:(?:on|over|back|along|forward)\s+)?(?:to|in|into|as|with|via|through)\s+"
    r"(?:the\s+|your\s+)?(?:(?:session|workflow|run|next|step)(?:['’]s)?\s+)*context\b"
)
