"""Delegation: where prompts give work to other agents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from workflowkit.analysis.prompts.texts import Passage, Passages
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True)
class FanOut:
    """The first place in a step that starts several agents."""

    step: Step
    passage: Passage
    window: tuple[int, int]
    order: str
    """The sentence that does so, code included."""
    follow_up: str
    """The texts of the step and of the next one."""


def fan_outs(
    workflow: Workflow, passages: Passages, rendered: Callable[[Step], str]
) -> Iterator[FanOut]:
    """Yield every step that starts several agents; *rendered* returns the compiled prompt of a step."""
    reported: set[Route] = set()
    steps = workflow.prompt_steps
    following = dict(pairwise(steps))
    for passage, match in passages.find(_FAN_OUT, *_STEMS):
        step = passage.step
        if step.route in reported or passage.is_forbidden(match.start()):
            continue
        reported.add(step.route)
        both = [step, *([following[step]] if step in following else [])]
        texts = [text for either in both for _, text in either.texts()]
        texts += [rendered(either) for either in both]
        start, end = passage.sentence_at(match.start())
        yield FanOut(step, passage, match.span(), passage.text[start:end], "\n".join(texts))


_STEMS = ("spawn", "launch", "dispatch", "delegate", "fan out", "subagents", "executors")
_FAN_OUT = re.compile(
    r"\b(?:spawn|launch|dispatch|start|run|send|use|ask)\b[^.\n]{0,60}"
    r"\b(?:sub-?agents|executors|agents|reviewers)\b"
    r"|\b(?:delegate(?! (?:one|an?|a single)\b)|fan out)\b[^.\n]{0,80}\b(?:in parallel|at once|simultaneously|each|every|both|two|three|sub-?agents)\b",
    re.IGNORECASE,
)

OPTIONAL_DELEGATION = re.compile(
    r"\b(?:optional(?:ly)?[:,]?|you (?:may|can|could)(?: also| optionally)?|may also|consider|feel free to|if you (?:like|want|wish|prefer),?)"
    r"\s+(?:\w+\s+)?(?:(?:spawn|delegat|launch|dispatch)(?:e|ing)?\b"
    r"|(?:us(?:e|ing)|run(?:ning)?|ask(?:ing)?|send(?:ing)?)\s+(?:an?|one|another)\s+(?:sub-?agent|executor|routine|reviewer)\b)",
    re.IGNORECASE,
)
"""An order to delegate that leaves open whether to."""
