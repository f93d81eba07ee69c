"""Orders to set a key in running text: ``set `key` to …``, "determine riskLevel", "(sets the riskLevel variable)".

Read in one pass: every verb owns the text up to the next one, so that long lines take linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.data_flow.capture_lists import (
    COMPOUND_NAME,
    KEY_NAME,
    LAST_WORD,
    Spelled,
    described,
    is_order,
)


def ordered_captures(text: str, folded: str) -> Iterator[Spelled]:
    """Yield the keys that the orders of *text* set, in order of appearance by kind of order; *folded* is the text without differences in case."""
    verbs = [verb for verb in _verbs(text, folded) if _is_verb(text, verb)]
    ends = [*(verb.start() for verb in verbs), len(text)][1:]
    for verb, end in zip(verbs, ends, strict=False):
        for match, group in _targets(text, verb, end):
            end_of_key = match.end(group)
            yield Spelled(match[group], match.span(group), "prose", described(text, end_of_key))
    for match in _NAMED_VARIABLE.finditer(text) if "' " in text else ():
        yield Spelled(match["key"], match.span("key"), "prose", "")
    for match in _SET_TO.finditer(text) if any(map(text.__contains__, _SET_TO_ENDS)) else ():
        group = "quoted" if match["quoted"] else "camel"
        yield Spelled(match[group], match.span(group), "prose", "")


def may_order(text: str) -> bool:
    """Return whether *text*, which has no name in backticks, camel case or snake case, has what is in every other text that sets a key."""
    return "=" in text or "_" in text or ("'" in text and _IN_QUOTES.search(text) is not None)


def _verbs(text: str, folded: str) -> list[re.Match[str]]:
    """Return the matches of `_VERB` in *text*, in order."""
    if len(folded) != len(text):
        return list(_VERB.finditer(text))
    # Plain searches for its words are faster than the expression, which tries every letter.
    starts: set[int] = set()
    for word in _VERB_STARTS:
        at = folded.find(word)
        while at >= 0:
            starts.add(at)
            at = folded.find(word, at + 1)
    found = (_VERB.match(text, at) for at in sorted(starts))
    return [match for match in found if match]


def _is_verb(text: str, verb: re.Match[str]) -> bool:
    """Return whether *verb* gives an order, or reports what its own step does: "(sets riskLevel)"."""
    if not verb["third"]:
        return is_order(text, verb.start())
    before = text[max(0, verb.start() - 20) : verb.start()].rstrip()
    return before.endswith("(") or _THIS_STEP.search(before) is not None


def _targets(text: str, verb: re.Match[str], end: int) -> Iterator[tuple[re.Match[str], str]]:
    """Yield what *verb* sets: the first key behind it, keys joined to that one, and assignments.

    Each with the group of the match that holds the key.
    """
    clause = _CLAUSE.match(text, verb.end(), end)
    last_end = verb.end()
    is_open = True
    for match in _TARGET.finditer(text, verb.end(), clause.end() if clause else verb.end()):
        group = next(name for name in _GROUPS if match[name])
        if group == "assigned":
            yield match, group
            continue
        between = text[last_end : match.start()] if match.start() - last_end <= 80 else None
        if between is None or _OTHER_THING.match(text, match.end()):
            continue
        is_joined = _JOINS.fullmatch(between) is not None or (
            _JOIN_AT_END.search(between) is not None
            and _GETS_VALUE.match(text, match.end()) is not None
        )
        if is_joined if not is_open else _is_object(verb, match, group, between):
            yield match, group
            last_end = match.end()
            is_open = False


def _is_object(verb: re.Match[str], match: re.Match[str], group: str, between: str) -> bool:
    """Return whether the first key behind *verb* is what it sets, judged by the words *between* them."""
    key = match[group]
    is_adjacent = _DETERMINERS.fullmatch(between) is not None
    if verb["weak"]:
        is_value = _CONDITION.match(match.string, match.end()) is not None
        return is_adjacent and not is_value and _COMPOUND.fullmatch(key) is not None
    if group == "camel":
        return is_adjacent or _INTO.search(between) is not None
    if group == "single" and between.strip():
        return False
    word = LAST_WORD.search(between)
    if word and word[1].lower() in _NOT_A_TARGET:
        return False
    # Files are updated too: only a value or a noun behind it, or its form, makes a key of the target.
    is_update = verb.group().lower() == "update"
    is_key = _COMPOUND.fullmatch(key) and is_adjacent
    return not is_update or is_key or _UPDATED.match(match.string, match.end(group)) is not None


_IN_QUOTES = re.compile(r"'[A-Za-z_][A-Za-z0-9_]*'")
_GROUPS = ("quoted", "single", "assigned", "camel")
_VERB = re.compile(
    r"\b(?:(?P<third>sets|records|stores)"
    r"|(?P<weak>determine|compute|calculate|derive|decide|choose|estimate|define|establish|produce"
    r"|generate|create|maintain|track|return|output|populate|build)"
    r"|set|record|capture|store|save|initiali[sz]e|increment|decrement|reset|update)\b",
    re.IGNORECASE,
)
_VERB_STARTS = (
    *("set", "record", "capture", "store", "save", "initiali", "increment", "decrement"),
    *("reset", "update", "determine", "compute", "calculate", "derive", "decide"),
    *("choose", "estimate", "define", "establish", "produce", "generate", "create"),
    *("maintain", "track", "return", "output", "populate", "build"),
)
_THIS_STEP = re.compile(r"\bthis(?: step| phase)?(?: also| then)?$", re.IGNORECASE)
_COMPOUND = re.compile(COMPOUND_NAME)
_BARE = rf"(?<![\w.$/`'\"@#-])(?:context\.)?(?P<camel>{COMPOUND_NAME})\b(?![(/'\"`-]|\.\w)"
_QUOTED = rf"`(?:context\.)?(?P<quoted>{KEY_NAME})(?:\s*+[=:]\s*+[^`\n]*+)?`"
_TARGET = re.compile(
    rf"{_QUOTED}"
    r"|'(?P<single>[A-Za-z_][A-Za-z0-9_]*)'"
    r"|\b(?P<assigned>[A-Za-z_][A-Za-z0-9_]*)=(?=[^=\s])"
    rf"|{_BARE}"
)
_NAMED_VARIABLE = re.compile(
    r"'(?P<key>[A-Za-z_][A-Za-z0-9_]*)' (?:context )?(?:variable|array|list|flag|counter)\b"
)
_SET_TO = re.compile(rf"(?:{_QUOTED}|{_BARE})(?:\*\*)?\s?[:–—-][ \t]*[Ss]et (?:it |this )?to\b")
_SET_TO_ENDS = ("et to", "et it to", "et this to")
_DETERMINERS = re.compile(
    r"\s*(?:(?:the|a|an|your|its|each|this|one|final|initial|current|overall|updated|new|context"
    r"|variable|key|flag|value|values|of|for|to|up)\s+)*(?:\*\*|[\"(])?",
    re.IGNORECASE,
)
_INTO = re.compile(r"\b(?:in|as|into|under|context)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINS = re.compile(
    r"\s*+(?:\([^()\n]*+\)\s*+)?(?:,|and|or|, and|, or|&|,? plus)\s*", re.IGNORECASE
)
_JOIN_AT_END = re.compile(r"(?:,|\band)\s+$", re.IGNORECASE)
_GETS_VALUE = re.compile(r"\s+to\s|\s*=(?!=)")
"""Behind a later name of the clause: what makes it a key as well, as in "set `a` to 1 and `b` to 2"."""
_NOT_A_TARGET = frozenset(
    (
        *("of", "from", "with", "for", "against", "per", "by", "than", "using", "between", "on"),
        *("behind", "after", "before", "until", "when", "if", "unless", "while", "because", "at"),
        *("via", "without", "to", "is", "are", "was", "equals", "through", "about"),
    )
)
"""Words before a code span that make it something else than what the verb writes to."""
_CONDITION = re.compile(r"\s+(?:when|if|unless|where)\b")
"""Behind a code span: what makes it a value to choose and no key."""
_UPDATED = re.compile(
    r"\s*=|[`']?\s+(?:to\b|(?:context )?(?:variable|key|flag|counter|array|list)\b|and increment\b|\()"
)
_OTHER_THING = re.compile(
    r"(?:['’]s)?\s+(?:calls?|tools?|sections?|files?|steps?|fields?|tables?|headings?|documents?|object)\b"
)
"""Behind a code span: what makes it no key."""
_CLAUSE = re.compile(r"(?:`[^`\n]*`|[^.;\n`]|\.(?=\S))*")
