"""Phases: the numbers in the titles or ids of steps (`Phase 3b: …`, `step-2-build`), and where prompts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from workflowkit.analysis.prompts.texts import Passage, Passages
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True)
class PhaseMention:
    """One place where a prompt names a phase by its number."""

    passage: Passage
    window: tuple[int, int]
    label: str
    """The number and letter as written: `3b`."""
    targets: tuple[Step, ...]
    """The steps with this number; empty when there are none."""
    relation: str
    """`earlier`, `later`, `same` (it names the step itself, or steps on both sides of it), or `unknown`."""
    is_destination: bool
    """True when the prompt orders to go back there, or to do it again."""


class Phases:
    """The numbering of one workflow."""

    def __init__(self, workflow: Workflow, passages: Passages) -> None:
        self._workflow = workflow
        self._passages = passages

    @cached_property
    def word(self) -> str:
        """The word before the numbers: `phase`, `step`, or empty when fewer than two steps have one."""
        found = [_numbered(step) for step in self._workflow.all_steps]
        words = [match[1].lower() for match in found if match]
        word = max(("phase", "step"), key=words.count)
        return word if words.count(word) > 1 else ""

    @cached_property
    def label_by_route(self) -> Mapping[Route, str]:
        """Step route to the number of the step."""
        numbered = ((step, _numbered(step)) for step in self._workflow.all_steps)
        return {
            step.route: match[2].lower()
            for step, match in numbered
            if match and match[1].lower() == self.word
        }

    @cached_property
    def mentions(self) -> tuple[PhaseMention, ...]:
        """Every place that names a phase by number, in reading order."""
        return tuple(self._mentions()) if self.word else ()

    def _mentions(self) -> Iterator[PhaseMention]:
        for passage, match in self._passages.find(_MENTION, self.word):
            # A prompt with numbered headings of its own means those.
            if (
                match[1].lower() == self.word
                and not _HEADING.search(passage.prose)
                and not _is_title(passage.prose, match)
            ):
                targets = self._numbered_as(match[2].lower())
                relation = self._relation(passage.step, targets)
                lead = passage.prose[max(0, match.start() - 40) : match.start()]
                is_destination = bool(GOING_BACK.search(lead))
                yield PhaseMention(
                    passage, match.span(), match[2], targets, relation, is_destination
                )

    def _numbered_as(self, label: str) -> tuple[Step, ...]:
        """Return the steps whose number is *label*, or begins with it when it has no letter."""
        by_route = self.label_by_route
        steps = [step for step in self._workflow.all_steps if step.route in by_route]
        exact = [step for step in steps if by_route[step.route] == label]
        if exact or not label.isdigit():
            return tuple(exact)
        return tuple(step for step in steps if by_route[step.route].rstrip(_LETTERS) == label)

    def _relation(self, step: Step, targets: tuple[Step, ...]) -> str:
        if not targets:
            return "unknown"
        here, places = self.position(step), [self.position(target) for target in targets]
        if min(places) > here:
            return "later"
        return "earlier" if max(places) < here else "same"

    def position(self, step: Step) -> int:
        """Return the index of *step* in authored order, inline steps after their loop."""
        return self._positions.get(step.route, 0)

    @cached_property
    def _positions(self) -> Mapping[Route, int]:
        return {step.route: index for index, step in enumerate(self._workflow.all_steps)}


def _is_title(prose: str, match: re.Match[str]) -> bool:
    """Return whether *match* is in a heading, in the name of a document, or in quotes."""
    start = prose.rfind("\n", 0, match.start()) + 1
    before = prose[start : match.start()]
    is_heading = before.lstrip().startswith("#")
    # A list such as `- Phase 1: done` records progress.
    is_label = _ITEM.fullmatch(before) is not None and prose[match.end() : match.end() + 1] == ":"
    is_quoted = before[-1:] in _QUOTES and before[-1:] != ""
    is_name = _NAME_BEHIND.match(prose, match.end()) is not None
    return is_heading or is_label or is_quoted or is_name


def _numbered(step: Step) -> re.Match[str] | None:
    return _TITLE.match(step.title) or _ID.match(step.id)


GOING_BACK = re.compile(
    r"\b(?:(?:return|revert|backtrack|back)\s+(?:to|into)"
    r"|re-?start(?:\s+(?:at|from|with))?|start (?:over|again) (?:at|from|with)|resume (?:at|from|with)"
    r"|re-?run|re-?do|re-?enter|re-?visit|re-?open|repeat)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""An order to go back, up to the name of the place."""

_QUOTES = "\"'“‘*_"
_ITEM = re.compile(r"[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+(?:\[.\][ \t]+)?\**")
_NAME_BEHIND = re.compile(r"[ \t]+(?-i:[A-Z][a-z]+[ \t]+[A-Z][a-z]+)")
"""Two capitalized words behind the number: `Phase 2 Hypothesis Strategy` names a section of a document."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TITLE = re.compile(r"\s*(phase|step)\s+(\d+[a-z]?)\b", re.IGNORECASE)
_ID = re.compile(r"(phase|step)-(\d+[a-z]?)(?:-|$)")
_MENTION = re.compile(r"(?<![-\w])(phase|step)s?[ \t]+(\d+[a-z]?)\b(?![-.:]\d)", re.IGNORECASE)
_HEADING = re.compile(
    r"^[ \t*#>-]*(?:step|phase)\s+\d+[a-z]?[ \t]*(?:[:.)—–]|\*\*|$)", re.IGNORECASE | re.MULTILINE
)
