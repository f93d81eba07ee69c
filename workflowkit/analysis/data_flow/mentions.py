"""Mentions: whether the texts that name a key before it is tested only read it, or may as well order to set it."""

from __future__ import annotations

import re

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import Read


def may_be_set(context: Context, read: Read) -> bool:
    """Return whether a text before *read* names its key without reading it there.

    A plain word counts as well, although it may mean something else there.
    """
    moment = context.position(read.step)
    steps = [
        step
        for step in context.mentions(read.key)
        if context.position(step) < moment or context.repeats_before(step, read)
    ]
    # Most keys have none, and an expression of their own takes long to compile.
    pattern = _mention(read.key) if steps else None
    return pattern is not None and any(
        not is_read_at(text, match.start())
        for step in steps
        for _, text in step.texts()
        for match in pattern.finditer(text)
    )


def _mention(key: str) -> re.Pattern[str]:
    name = re.escape(key)
    return re.compile(
        rf"`(?:context\.)?{name}`|(?<![\w.{{$/-]){name}\b(?![/(}}]|\.\w)", re.IGNORECASE
    )


def is_read_at(text: str, start: int) -> bool:
    """Return whether the words of the sentence before *start* take the value of the key that is named there."""
    lead = text[max(0, start - _LONGEST) : start]
    breaks = list(_BREAK.finditer(lead))
    lead = lead[breaks[-1].end() :] if breaks else lead
    if _SETS.search(lead):
        return False
    return any(pattern.search(lead) for pattern in (_TAKES, _WORKS_ON, _IN_A_CONDITION))


def may_be_set_at(text: str, start: int, end: int) -> bool:
    """Return whether the words around a name from *start* to *end*, its marks included, may order to set it.

    It is the object of a verb that need not take its value, or a value or type follows it.
    """
    if is_read_at(text, start):
        return False
    verb = _OBJECT_OF.search(text, max(0, start - _LONGEST), start)
    return verb is not None or _VALUE_FOLLOWS.match(text, end) is not None


_LONGEST = 160
_BREAK = re.compile(r"[.!?;](?=\s)|\n")
_SETS = re.compile(
    r"\b(?:set|mark|note|record|store|save|put)(?: (?:the|its))? [`*]*$", re.IGNORECASE
)
_TAKES = re.compile(
    r"\b(?:use|using|read|reading|check|see|consider|compare|respect|honor|follow|apply|inspect|test|on|upon|to|per"
    r"|by|from|of|against|with|given|for|than|via|in|match(?:es)?|has|have)\s+(?:(?:the|your|its|this|value|values|context|key)\s+)*[`*\"]*$",
    re.IGNORECASE,
)
_WORKS_ON = re.compile(
    r"\b(?:sort|show|print|present|display|summari[sz]e|open|review|archive|delete|remove|send|export|rank|group|filter"
    r"|verify|validate|analy[sz]e|process|rewrite|translate|quote|cite|explain|discuss|share|publish|polish|recheck|re-?read"
    r"|load|parse|walk(?: through)?|go through|cover|address|resolve|fix|close|include|handle|treat|write|copy|enter|attach|mention|repeat)"
    r"\s+(?:(?:the|your|its|this|each|every|all|of|value|values|context|key)\s+)*[`*\"]*$",
    re.IGNORECASE,
)
_OBJECT_OF = re.compile(
    r"(?:^|[.;:,!?)]\s+|\b(?:and|then|also|to|please|must|should)\s+|[-*•]\s+|\d[.)]\s+)\**(?!(?:its|their|the|your|my|our|both|all|each|every|some|no|any|only|with|as|if)\b)[A-Za-z-]+(?: (?:down|out|up))?"
    r" (?:(?:the|your|a|an|key|flag|variable) ){0,2}[*\"]{0,3}$",
    re.MULTILINE,
)
_VALUE_FOLLOWS = re.compile(
    r"[*\"]*\s*(?::=?|=|←|->|→|\((?:an?\s+)?(?:list|array|object|number|integer|count|text|string|boolean|yes|true|one of|[`'\"]?\w+[`'\"]?\s*[,|/])"
    r"|(?:is|are) (?:then|now|the|true|false|a|an|one|set)\b|becomes?\b|will be\b|should be\b)",
    re.IGNORECASE,
)
_IN_A_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|while|until|once|whether|where|because)\b[^,:]*$", re.IGNORECASE
)
