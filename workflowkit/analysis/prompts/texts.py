"""Passages: the authored texts of a workflow, each with its words apart from its code.

Everything keeps the offsets of the text that it is taken from, so that a finding can mark its exact characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from workflowkit.analysis.prompts.prose import is_quoted, sentences, without_code
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.text.routes import Route

MARK = "\ufffc"
"""Replaces every character of a code span, a token or an address in prose: neither a word nor a gap."""


@dataclass(frozen=True)
class Passage:
    """One authored text that becomes part of a step's prompt."""

    step: Step
    route: Route
    text: str

    @property
    def section(self) -> str:
        """`prompt`, `goal`, `constraints`, `procedure`, `outputRequired`, `verify`, or `promptFragments`."""
        behind = self.route[len(self.step.route) :]
        return str(behind[1] if behind[0] == "promptBlocks" else behind[0])

    @cached_property
    def prose(self) -> str:
        """The text with fences blanked, and code spans, tokens and addresses marked."""
        words = without_code(self.text, MARK)
        if "{{" not in words and "://" not in words:
            return words
        return _NOT_WORDS.sub(lambda match: MARK * len(match[0]), words)

    @cached_property
    def lowered(self) -> str:
        """The prose in lower case, for a quick search; offsets may differ."""
        return self.prose.lower()

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every sentence of the prose; a line break ends one as well."""
        return tuple(sentences(self.prose))

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return the start and end of the sentence around *offset*."""
        index = bisect_right(self.sentences, (offset, len(self.text))) - 1
        return self.sentences[index] if index >= 0 else (offset, offset)

    def lead(self, offset: int) -> str:
        """Return the part of the sentence before *offset*."""
        return self.prose[self.sentence_at(offset)[0] : offset]

    def is_forbidden(self, offset: int) -> bool:
        """Return whether the sentence forbids, denies or contrasts what is at *offset*."""
        return bool(_DENIAL.search(self.lead(offset)))

    def is_quoted(self, offset: int) -> bool:
        """Return whether *offset* is inside quotation marks, whose words are not the prompt's own."""
        return is_quoted(self.prose, offset)


_NOT_WORDS = re.compile(r"\{\{[^{}\n]*\}\}|\bhttps?://[^\s)\]>]+")
_DENIAL = re.compile(
    r"\b(?:not|never|no|without|avoid(?:ing)?|nor|neither|nothing|instead of|rather than|cannot|forbid(?:s|den)?)\b|n['’]t\b",
    re.IGNORECASE,
)


class Passages:
    """The passages of all steps that give the agent a prompt, in reading order."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow

    def __iter__(self) -> Iterator[Passage]:
        return iter(self._all)

    @cached_property
    def _all(self) -> tuple[Passage, ...]:
        return tuple(
            Passage(step, route, text)
            for step in self._workflow.prompt_steps
            for route, text in step.texts()
        )

    @cached_property
    def _by_route(self) -> Mapping[Route, tuple[Passage, ...]]:
        found: dict[Route, list[Passage]] = {}
        for passage in self._all:
            found.setdefault(passage.step.route, []).append(passage)
        return {route: tuple(items) for route, items in found.items()}

    def of(self, step: Step) -> tuple[Passage, ...]:
        """Return the passages of *step*."""
        return self._by_route.get(step.route, ())

    @cached_property
    def _lowered(self) -> _Joined:
        return _Joined([passage.lowered for passage in self._all])

    @cached_property
    def _texts(self) -> _Joined:
        return _Joined([passage.text for passage in self._all])

    def mention(self, stems: Iterable[str]) -> bool:
        """Return true when the prose of a passage contains one of *stems*, which are in lower case."""
        return self._lowered.has_any(stems)

    def find(
        self, pattern: re.Pattern[str], *stems: str
    ) -> Iterator[tuple[Passage, re.Match[str]]]:
        """Yield every match of *pattern* in prose.

        *stems* are lower-case texts of which each match contains at least one; a passage without any is not searched.
        """
        chosen = self._lowered.having(stems) if stems else range(len(self._all))
        for passage in map(self._all.__getitem__, chosen):
            for match in pattern.finditer(passage.prose):
                yield passage, match

    def find_in_text(
        self, pattern: re.Pattern[str], *stems: str
    ) -> Iterator[tuple[Passage, re.Match[str]]]:
        """Yield every match of *pattern* in the texts, code included; *stems* are compared case-sensitively."""
        for passage in map(self._all.__getitem__, self._texts.having(stems)):
            for match in pattern.finditer(passage.text):
                yield passage, match

    def first_of_each_step(
        self, pattern: re.Pattern[str], *stems: str
    ) -> Iterator[tuple[Passage, re.Match[str]]]:
        """Yield the first match in each step, for habits that need one finding a step."""
        reported: set[Route] = set()
        for passage, match in self.find(pattern, *stems):
            if passage.step.route not in reported:
                reported.add(passage.step.route)
                yield passage, match


class _Joined:
    """Many texts joined, which are searched faster than each of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "\n".join(texts)
        self._ends = list(accumulate(len(text) + 1 for text in texts))
        self._firsts: dict[str, int] = {}

    def _first(self, stem: str) -> int:
        """Return where *stem* occurs first, or -1; rules share many stems."""
        at = self._firsts.get(stem)
        if at is None:
            at = self._firsts[stem] = self._text.find(stem)
        return at

    def has_any(self, stems: Iterable[str]) -> bool:
        """Return true when one of the texts contains one of *stems*."""
        return any(self._first(stem) >= 0 for stem in stems)

    def having(self, stems: Iterable[str]) -> list[int]:
        """Return the indexes of the texts that contain one of *stems*, in order."""
        found: set[int] = set()
        for stem in stems:
            at = self._first(stem)
            while at >= 0:
                index = bisect_right(self._ends, at)
                found.add(index)
                at = self._text.find(stem, self._ends[index])
        return sorted(found)


def by_words(
    found: Iterable[tuple[Passage, re.Match[str]]],
) -> Iterator[list[tuple[Passage, re.Match[str]]]]:
    """Yield the matches of *found* that have the same words, for causes that are reported once with all their places."""
    groups: dict[str, list[tuple[Passage, re.Match[str]]]] = {}
    for passage, match in found:
        words = match.groupdict().get("name") or match[0]
        groups.setdefault(words.lower(), []).append((passage, match))
    yield from groups.values()


def prompt_place(step: Step) -> Route:
    """Return the route of the key that contains the step's prompt, for findings about a whole prompt."""
    for key in ("promptBlocks", "prompt", "templateCall"):
        if key in step.value:
            return (*step.route, key)
    return step.route
