"""Tool use: where prompts tell the agent to delegate, to search the web, or to use a memory tool."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from workflowkit.analysis.prompts.texts import Passage, Passages
from workflowkit.format.reader import Workflow
from workflowkit.records import dataclass
from workflowkit.text.edits import Edit

SUBAGENTS = "wr.features.subagent_guidance"
CAPABILITIES = "wr.features.capabilities"
MEMORY = "wr.features.memory_context"


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One order to use a tool that may be unavailable."""

    passage: Passage
    window: tuple[int, int]
    words: str
    """The order as written."""


def could_declare(workflow: Workflow, feature: str, known: Collection[str]) -> bool:
    """Return whether *feature* is undeclared and would affect a step."""
    return (
        feature in known
        and feature not in workflow.features
        and any(step.has_blocks for step in workflow.prompt_steps)
    )


def declaring(workflow: Workflow, feature: str) -> Edit:
    """Return the edit that adds *feature* to those that *workflow* declares."""
    if isinstance(workflow.value.get("features"), list):
        return Edit("append", ("features",), feature)
    return Edit("set", ("features",), [feature])


def delegations(passages: Passages) -> Iterator[ToolUse]:
    """Yield orders to give work to other agents, or to run a routine."""
    yield from _ordered(passages, _DELEGATION, "agent", "executor", "delegat", "routine-")


def web_uses(passages: Passages) -> Iterator[ToolUse]:
    """Yield orders to search the web."""
    yield from _ordered(passages, _WEB, "web", "internet", "online", "browse")


def memory_uses(passages: Passages) -> Iterator[ToolUse]:
    """Yield orders to use a memory tool, not mentions of the memory of machines and people."""
    yield from _ordered(passages, _MEMORY, "memory")


def _ordered(passages: Passages, pattern: re.Pattern[str], *stems: str) -> Iterator[ToolUse]:
    for passage in passages:
        # The text, not its prose: tools and routines are named in code quotes.
        lowered = passage.text.lower()
        if any(stem in lowered for stem in stems):
            for match in pattern.finditer(passage.text):
                if not passage.is_forbidden(match.start()):
                    yield ToolUse(passage, match.span(), " ".join(match[0].split()))


_AGENTS = r"(?:sub-?agents?|(?:workrail )?executors?|(?:other|second|separate|parallel|independent) agents?)"
_DELEGATION = re.compile(
    rf"\b(?:spawn|launch|dispatch|start|use|ask|send|run)\b[^.\n]{{0,50}}\b{_AGENTS}\b"
    rf"|\bdelegate\b(?! to me)"
    r"|\b(?:run|use|execute|invoke|start|follow|with|via|through)\s+(?:the\s+)?`?(?:wr\.)?routine-[a-z]",
    re.IGNORECASE,
)
_WEB = re.compile(
    r"\b(?:search|browse|check|research|look (?:it |them |this )?up|find|read)\b[^.\n]{0,40}\b(?:the web\b|the internet\b|online(?=[.,;:!?)]|\s+(?:for|and|first|before)\b|$)|web sources?\b)"
    r"|\bweb(?:[- ])?(?:search(?:es)?|browsing|research)\b",
    re.IGNORECASE,
)
_MEMORY = re.compile(
    r"\bmemory_(?:query|store|search|get|save|brief\w*|list|recall)\b|\bmemory (?:mcp|server)\b",
    re.IGNORECASE,
)
