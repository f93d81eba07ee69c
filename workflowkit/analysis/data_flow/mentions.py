"""Mentions: whether the texts that name a key only read it, or may as well order to set it.

Orders to set a key have more wordings than any grammar knows, so that a name counts as read only where the words around it say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.format.reader import Step


def is_only_read(key: str, steps: Iterable[Step]) -> bool:
    """Return whether every place in the texts of *steps* that names *key* takes its value.

    A plain word counts as well, although it may mean something else there.
    """
    return next(texts_that_may_set(key, steps), None) is None


def texts_that_may_set(key: str, steps: Iterable[Step]) -> Iterator[str]:
    """Yield the texts of *steps* that name *key* at a place that may order to set it."""
    texts = [text for step in steps for _, text in step.texts() if key in text]
    # Most keys have none, and an expression of their own takes long to compile.
    pattern = _mention(key) if texts else None
    for text in texts:
        if pattern and any(
            not is_read_at(text, match.start(), match.end()) for match in pattern.finditer(text)
        ):
            yield text


def _mention(key: str) -> re.Pattern[str]:
    name = re.escape(key)
    return re.compile(
        rf"`(?:context\.)?{name}`|(?<![\w.{{$/-])(?:context\.)?{name}\b(?![/(}}]|\.\w)"
    )


def is_read_at(text: str, start: int, end: int) -> bool:
    """Return whether the words of the sentence around the name from *start* to *end*, its marks included, take the value of the key."""
    lead = text[max(0, start - _LONGEST) : start]
    breaks = list(_BREAK.finditer(lead))
    lead = _without_joined(lead[breaks[-1].end() :] if breaks else lead)
    if _TAKES.search(lead) or (_HANDS.search(lead) and _TO_SOMEBODY.match(text, end)):
        return True
    if _SETS.search(lead) or _VALUE_FOLLOWS.match(text, end):
        return False
    return any(pattern.search(lead) for pattern in (_WORKS_ON, _LOOKS_IN, _IN_A_CONDITION))


def _without_joined(lead: str) -> str:
    """Return *lead* without the names at its end that are listed with the next one: what holds for them holds for it."""
    joined = list(_JOINED.finditer(lead))
    while joined and joined[-1].end() == len(lead):
        lead = lead[: joined.pop().start()]
    return lead


_LONGEST = 160
_BREAK = re.compile(r"[.!?;](?=\s)|\n")
_JOINED = re.compile(
    r"(?:the |its |their )?`[^`\n]+`(?:,? and|,? or|,? nor|,|/| /)\s+(?:(?:the|its|their) )?"
)
_NAME_FOLLOWS = r"\s+(?:(?:the|your|its|this|these|all|both|value|values|context|key)\s+)*[`*\"]*$"
_TAKES = re.compile(
    r"\b(?:(?<!this )from"
    r"|(?:each|every|all|any|none|one|some|most|half|both|rest|top|first|next|last|open) (?:[a-z-]+ ){0,2}(?:in|of)"
    r"|(?:entry|entries|rows?|parts?|items?|elements?) (?:of|in)"
    r"|against|based on|according to|depending on|using|than|with the help of|read|reading|re-?read|respect|consult"
    r"|look (?:at|up|into)|guided by|given|by|per|via"
    r"|(?:apply|applied|compared?|match|map|refer|respond|answer|react|conform|stick) [^.]{0,80}\bto"
    rf"|if|when|whenever|unless|while|until|once){_NAME_FOLLOWS}",
    re.IGNORECASE,
)
"""Words that take the value of a key, also in a sentence that sets another one."""
_HANDS = re.compile(rf"\b(?:give|hand|send|pass|show){_NAME_FOLLOWS}", re.IGNORECASE)
_TO_SOMEBODY = re.compile(
    r"[`*]*\s+(?:over )?to\s+(?!the next\b|later\b|(?:the )?(?:context|steps?|phases?)\b)"
)
_SETS = re.compile(
    r"\b(?:set|sets|mark|flag|note|record|store|save|put|keep|kept|stored|saved|update|refresh|adjust|maintain|track|capture"
    r"|emit|list|add|append|collect|gather|log|write|fill|enter|entered|count|name|call|let|assign|define|determine|derive"
    r"|compute|calculate|decide|choose|estimate|classify|identify|extract|produce|generate|create|build|draft|outputs?|return"
    r"|report|provide|include|send|pass|hand|give|remember|hold|persist|register|export|expose|deliver|context|variables?|keys?"
    r"|known|becomes?)\b",
    re.IGNORECASE,
)
"""Words that may give a value to any name behind them."""
_WORKS_ON = re.compile(
    r"\b(?:use|check|see|consider|compare|honor|follow|apply|inspect|test|sort|show|present|display|summari[sz]e|open|review"
    r"|archive|delete|remove|rank|group|filter|verify|validate|analy[sz]e|process|rewrite|translate|quote|cite|explain|discuss"
    r"|share|publish|polish|recheck|parse|walk(?: through)?|go (?:through|over)|work (?:through|on|off)|(?:iterate|loop) over"
    rf"|address|resolve|fix|treat|implement|challenge|attack|defend|convert|merge|run|execute|upon|(?:work|compare|start|begin|close|agree|deal|continue|proceed|finish|end|conflicts?) with){_NAME_FOLLOWS}",
    re.IGNORECASE,
)
_LOOKS_IN = re.compile(
    rf"\b(?:listed|named|described|found|stated|recorded|marked|noted|contained|look|search|is|are|was|were) in{_NAME_FOLLOWS}",
    re.IGNORECASE,
)
_VALUE_FOLLOWS = re.compile(
    r"[`*\"]*\s*(?::(?!\s*$)|=|←|->|→|–|—|- |<-|\((?!if\b|s\))"
    r"|(?:is|are) (?:then|now|the|a|an|one|set)\b|becomes?\b|will be\b|should be\b|gets\b)",
    re.IGNORECASE,
)
_IN_A_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|while|until|once|whether|where|because)\b[^,:–—→=]*$",
    re.IGNORECASE,
)
