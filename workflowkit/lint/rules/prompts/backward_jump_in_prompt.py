from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.prose import identifiers
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Route, walk


@rule("P008", severity=Severity.WARNING, since="0.1.0")
def backward_jump_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A prompt orders a return to an earlier step.

    ## Why

    The engine shows each completed step once, whatever a prompt says.
    An agent that is asked to go back has to redo the work from memory, without the earlier prompt, or waits for a step that never comes.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "phase-1-plan", "title": "Phase 1: Plan", "prompt": "Write the plan."},
        {
          "id": "phase-2-build",
          "title": "Phase 2: Build",
          "prompt": "Build it. If the plan is wrong, return to Phase 1."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "phase-1-plan", "title": "Phase 1: Plan", "prompt": "Write the plan."},
        {
          "id": "phase-2-build",
          "title": "Phase 2: Build",
          "prompt": "Build it. If the plan is wrong, stop, correct the plan and say what changed."
        }
      ]
    }
    ```

    ## When not

    A step of a loop body may name the other steps of that body: the next iteration shows them again.
    A step that was skipped is shown as soon as its `runCondition` holds.
    A new run begins at the first step and may be sent to any other.
    """
    for mention in analysis.phases.mentions:
        step = mention.passage.step
        if (
            mention.relation == "earlier"
            and mention.is_destination
            and not any(_may_return(step, target) for target in mention.targets)
        ):
            yield from _order(mention.passage, mention.window)
    steps = _Steps(analysis.workflow.all_steps)
    for passage, match in analysis.passages.find(
        _BACK, "back", "return", "revert", "restart", "start"
    ):
        length = _earlier_name(passage, match.end(), steps)
        if length:
            yield from _order(passage, (match.start(), match.end() + length))
    for passage, match in analysis.passages.find(_REOPEN, "reopen", "re-open"):
        length = _earlier_work(match[1], passage.step, steps)
        if length:
            yield from _order(passage, (match.start(), match.start(1) + length))


_BACK = re.compile(
    r"\b(?:(?:return|revert|backtrack|back)\s+to"
    r"|restart(?:\s+(?:at|from|with))?|start (?:over|again) (?:at|from|with))\s+(?:the\s+|an?\s+)?",
    re.IGNORECASE,
)
_ANY_EARLIER = re.compile(r"(?:earlier|previous|prior|preceding|first)\s+phase\b", re.IGNORECASE)
_REOPEN = re.compile(r"\bre-?open[ \t]+((?:[a-z/-]+[ \t]+){0,4}[a-z-]+)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{6,}")
_NEW_RUN = re.compile(
    r"\b(?:new|another|fresh|next) (?:\w+ )?(?:run|session)\b|\brestart the workflow\b",
    re.IGNORECASE,
)
_QUOTES = ("`", "'", '"')


def _order(passage: Passage, window: tuple[int, int]) -> Iterator[Finding]:
    line = passage.text[passage.text.rfind("\n", 0, window[0]) + 1 : window[0]]
    is_meant = not passage.is_forbidden(window[0]) and not passage.is_quoted(window[0])
    if is_meant and not _NEW_RUN.search(line):
        yield Finding(
            passage.route,
            f"'{passage.text[slice(*window)]}' refers to an earlier step, but a completed step is not shown again",
            help="request the correction here, put the steps into a loop, or have the agent stop and report",
            window=window,
        )


def _may_return(step: Step, target: Step) -> bool:
    """Return whether a run can get from *step* to the earlier *target*.

    The engine shows a step that it has skipped as soon as its condition holds (docs/engine/interpreter.md#selection-of-the-next-step).
    """
    return _same_loop(step, target) or _may_enable(step, target)


def _may_enable(step: Step, target: Step) -> bool:
    """Return whether the prompt of *step* names a key that the run condition of *target* tests."""
    if not target.is_conditional:
        return False
    keys = {as_fields(node).get("var") for _, node in walk(target.value["runCondition"])}
    return any(keys & identifiers(text) for _, text in step.texts())


def _same_loop(step: Step, target: Step) -> bool:
    """Return whether the next iteration leads to *target*."""
    return step.loop is not None and target.route in (
        step.loop.route,
        *(s.route for s in step.loop.body),
    )


class _Steps:
    """The steps in order, by what texts may call them, so that texts need not be compared with every step."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._positions: dict[Route, int] = {}
        self._by_name: dict[str, list[Step]] = {}
        self._by_word: dict[str, list[Step]] = {}
        for position, step in enumerate(steps):
            self._positions[step.route] = position
            for name in (step.id, step.title):
                # One word can be anything; a title of several, or an id, is the step.
                if " " in name or "-" in name:
                    self._by_name.setdefault(name.lower(), []).append(step)
            for word in _title_words(step):
                self._by_word.setdefault(word, []).append(step)
        self._lengths = sorted({len(name) for name in self._by_name})

    def _is_before(self, other: Step, step: Step) -> bool:
        is_earlier = self._positions[other.route] < self._positions[step.route]
        return is_earlier and not _may_return(step, other)

    def named_at_start(self, text: str, step: Step) -> int:
        """Return how many characters at the start of *text* name a step before *step*, the first of them; 0 when none do."""
        found = [
            (self._positions[other.route], other.id.lower() != name, length)
            for length in self._lengths
            if length <= len(text)
            for name in [text[:length]]
            for other in self._by_name.get(name, ())
            if self._is_before(other, step)
        ]
        return min(found)[2] if found else 0

    def is_in_title_before(self, word: str, step: Step) -> bool:
        """Return whether *word* is in the title of a step before *step*."""
        return any(self._is_before(other, step) for other in self._by_word.get(word, ()))


def _title_words(step: Step) -> set[str]:
    return set(_WORD.findall(step.title.lower()))


def _earlier_name(passage: Passage, start: int, steps: _Steps) -> int:
    """Return how many characters at *start* name an earlier step, by id, title or place; 0 when none do."""
    place = _ANY_EARLIER.match(passage.prose, start)
    if place:
        return len(place[0])
    quote = passage.text[start : start + 1] if passage.text[start : start + 1] in _QUOTES else ""
    name_start = start + len(quote)
    length = steps.named_at_start(passage.text[name_start:].lower(), passage.step)
    if not length:
        return 0
    is_closed = bool(quote) and passage.text.startswith(quote, name_start + length)
    return len(quote) + length + is_closed


def _earlier_work(words: str, step: Step, steps: _Steps) -> int:
    """Return the end of the last of *words* that only titles of earlier steps contain; 0 without one."""
    here = _title_words(step) | (_title_words(step.loop) if step.loop else set())
    return max(
        (
            match.end()
            for match in _WORD.finditer(words.lower())
            if match[0] not in here and steps.is_in_title_before(match[0], step)
        ),
        default=0,
    )
