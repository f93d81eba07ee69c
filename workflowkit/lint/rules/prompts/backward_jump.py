from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.passages import Passage
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step


@rule("P008", severity=Severity.WARNING, since="0.1.0")
def backward_jump(analysis: Analysis) -> Iterator[Finding]:
    """A prompt orders a return to an earlier step.

    ## Why

    A run only moves forward: once a step is done, the agent is never shown it again, whatever a prompt says.
    An agent told to go back has to redo the work from memory, without the earlier prompt, or believes that the run will lead it there.

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

    A step of a loop body may name the other steps of that body: the next pass leads there.
    """
    for mention in analysis.phases.mentions:
        step = mention.passage.step
        if (
            mention.relation == "earlier"
            and mention.is_destination
            and not any(_same_loop(step, target) for target in mention.targets)
        ):
            yield from _told(mention.passage, mention.window)
    for passage, match in analysis.passages.find(
        _BACK, "back", "return", "revert", "restart", "start"
    ):
        length = _earlier_name(passage, match.end(), analysis.workflow.all_steps)
        if length:
            yield from _told(passage, (match.start(), match.end() + length))
    for passage, match in analysis.passages.find(_REOPEN, "reopen", "re-open"):
        length = _earlier_work(match[1], passage.step, analysis.workflow.all_steps)
        if length:
            yield from _told(passage, (match.start(), match.start(1) + length))


_BACK = re.compile(
    r"\b(?:(?:return|revert|backtrack|back)\s+to"
    r"|restart(?:\s+(?:at|from|with))?|start (?:over|again) (?:at|from|with))\s+(?:the\s+|an?\s+)?",
    re.IGNORECASE,
)
_ANY_EARLIER = re.compile(r"(?:earlier|previous|prior|preceding|first)\s+phase\b", re.IGNORECASE)
_REOPEN = re.compile(r"\bre-?open[ \t]+((?:[a-z/-]+[ \t]+){0,4}[a-z-]+)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{6,}")


def _told(passage: Passage, window: tuple[int, int]) -> Iterator[Finding]:
    if not passage.is_forbidden(window[0]):
        yield Finding(
            passage.route,
            f"'{passage.text[slice(*window)]}' asks for an earlier step, but a run only moves forward",
            help="do the repair here, put the steps into a loop, or stop and report",
            window=window,
        )


def _same_loop(step: Step, target: Step) -> bool:
    """True when the next pass leads back to *target* anyway."""
    return step.loop is not None and target.route in (
        step.loop.route,
        *(s.route for s in step.loop.body),
    )


def _before(step: Step, steps: tuple[Step, ...]) -> list[Step]:
    return [item for item in steps[: steps.index(step)] if not _same_loop(step, item)]


def _earlier_name(passage: Passage, start: int, steps: tuple[Step, ...]) -> int:
    """How many characters at *start* name an earlier step, by id, title or place; 0 when none do."""
    place = _ANY_EARLIER.match(passage.prose, start)
    if place:
        return len(place[0])
    quote = passage.text[start : start + 1] in ("`", "'", '"')
    rest = passage.text[start + quote :].lower()
    names = (name for step in _before(passage.step, steps) for name in (step.id, step.title))
    # One word can be anything; a title of several, or an id, is the step.
    several = (name.lower() for name in names if " " in name or "-" in name)
    return next((quote + len(name) for name in several if rest.startswith(name)), 0)


def _earlier_work(words: str, step: Step, steps: tuple[Step, ...]) -> int:
    """Where in *words* the last one ends that only titles of earlier steps hold; 0 when there is none."""
    here = {
        word for item in (step, step.loop) if item for word in _WORD.findall(item.title.lower())
    }
    earlier = {word for item in _before(step, steps) for word in _WORD.findall(item.title.lower())}
    return max(
        (m.end() for m in _WORD.finditer(words.lower()) if m[0] in earlier - here), default=0
    )
