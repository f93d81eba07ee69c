"""Retired ids: mentions of a workflow or routine by an id that was replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a retired id."""

    text: str
    """As written; file stems may end with a version."""
    window: tuple[int, int]
    current: str
    """The id that replaces it."""
    is_file: bool
    """True for the name of a JSON file."""


def retired_mentions(text: str, aliases: Mapping[str, str]) -> Iterator[Mention]:
    """Yield every mention of a retired id of *aliases* in *text* that cannot be an ordinary word.

    That is a name in a code span or in quotes, or one of three words and more, which no sentence contains by chance.
    """
    if not may_mention(text, aliases):
        return
    names = tuple(aliases)
    for match in _pattern(names).finditer(text):
        written = match.group("id")
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        is_quoted = before == after != "" and before in "`'\""
        is_code = text.count("`", 0, match.start()) % 2 == 1
        is_long = written.count("-") + written.count(".") >= 2 or written.startswith("routine-")
        if is_quoted or is_code or is_long:
            current = aliases[_canonical(written)]
            yield Mention(written, match.span("id"), current, match.group("file") is not None)


def may_mention(text: str, aliases: Mapping[str, str]) -> bool:
    """Return false when *text* contains no retired id of *aliases*, without reading it closely."""
    return any(stem in text for stem in _stems(tuple(aliases)))


def stem_of(retired: str) -> str:
    """Return a text that every mention of the id *retired* contains."""
    return retired.partition("-agentic")[0]


@lru_cache(maxsize=64)
def _stems(retired: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts of which every mention of a *retired* id contains one: a few short ones instead of many long ones."""
    stems = set(map(stem_of, retired))
    return tuple(
        sorted(
            stem for stem in stems if not any(other != stem and other in stem for other in stems)
        )
    )


@lru_cache(maxsize=64)
def _pattern(retired: tuple[str, ...]) -> re.Pattern[str]:
    # Files were named after their ids, with ".agentic" and a version after a dot.
    names = "|".join(
        re.escape(name).replace(r"\-agentic", r"[-.]agentic")
        for name in sorted(retired, key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![\w.-])(?P<id>(?:{names})(?:\.v\d+)?)(?P<file>\.json)?(?![\w-]|[./]\w)"
    )


def _canonical(written: str) -> str:
    return re.sub(r"\.v\d+$", "", written).replace(".agentic", "-agentic")
