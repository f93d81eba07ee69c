"""Mentions: whether the texts that name a key before it is tested only read it, or may as well order to set it."""

from __future__ import annotations

import re

from workflowkit.analysis.data_flow.capture_lists import COMPOUND_NAME
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import Read


def may_be_set(context: Context, read: Read) -> bool:
    """Return whether a text before *read* names its key without reading it there.

    A plain word counts in backticks only: it has other meanings.
    """
    moment = context.position(read.step)
    pattern = _mention(read.key)
    return any(
        not _is_read(text, match.start())
        for step in context.mentions(read.key)
        if context.position(step) < moment
        for _, text in step.texts()
        for match in pattern.finditer(text)
    )


def _mention(key: str) -> re.Pattern[str]:
    name = re.escape(key)
    is_compound = re.fullmatch(COMPOUND_NAME, key) is not None
    bare = rf"|(?<![\w.{{$/-]){name}\b(?![/(}}]|\.\w)" if is_compound else ""
    return re.compile(rf"`(?:context\.)?{name}`{bare}")


def _is_read(text: str, start: int) -> bool:
    """Return whether the words of the sentence before *start* take the value of the key that is named there."""
    lead = text[max(0, start - _LONGEST) : start]
    breaks = list(_BREAK.finditer(lead))
    lead = lead[breaks[-1].end() :] if breaks else lead
    return _TAKES.search(lead) is not None or _IN_A_CONDITION.search(lead) is not None


_LONGEST = 160
_BREAK = re.compile(r"[.!?;](?=\s)|\n")
_TAKES = re.compile(
    r"\b(?:use|using|read|reading|check|see|consider|compare|respect|honor|follow|apply|inspect|test|on|upon|to|per"
    r"|by|from|of|against|with|given|for|than|via|in|match(?:es)?|has|have)\s+(?:(?:the|your|its|this|value|values|context|key)\s+)*[`*\"]*$",
    re.IGNORECASE,
)
_IN_A_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|while|until|once|whether|where|because)\b[^,:]*$", re.IGNORECASE
)
