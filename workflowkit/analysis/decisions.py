"""Decisions: the examples of loop decisions, and the outcomes that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.analysis.loops import Loop
from workflowkit.analysis.prompts.examples import Example
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.text.edits import Edit


@dataclass(frozen=True, slots=True)
class OneSidedExample:
    """The first of a decision's examples when all of them show `continue`."""

    step: Step
    example: Example
    window: tuple[int, int]
    """Start and end of `continue` in the text."""
    text: str
    is_demanded: bool
    """True when the prompt requires the example word for word."""

    @property
    def edit(self) -> Edit:
        """The change that shows the same example with `stop` after it."""
        start, end = self.example.block
        block = self.text[start:end]
        other = _DECISION.sub(lambda match: match[0].replace('"continue"', '"stop"'), block)
        between = "\n\nor\n\n" if self.example.is_fenced else " or "
        text = self.text[:end] + between + other + self.text[end:]
        return Edit("set", self.example.route, text)


def one_sided_examples(
    loops: Iterable[Loop], examples: Iterable[Example]
) -> Iterator[OneSidedExample]:
    """Yield every loop decision whose examples show `continue` and never `stop`."""
    shown: dict[Step, list[tuple[Example, re.Match[str]]]] = {}
    for example in examples:
        if "loop_control" in example.content:
            for match in _DECISION.finditer(example.content):
                shown.setdefault(example.step, []).append((example, match))
    for loop in loops:
        for step in loop.deciders if loop.takes_artifact else ():
            samples = shown.get(step, [])
            if samples and all(match.group(1) == "continue" for _, match in samples):
                example, match = samples[0]
                text = dict(step.texts())[example.route]
                start, end = match.span(1)
                yield OneSidedExample(
                    step,
                    example,
                    (example.start + start, example.start + end),
                    text,
                    _EXACTLY.search(text[: example.block[0]]) is not None
                    and not _OTHER_BEHIND.match(text, example.block[1]),
                )


_DECISION = re.compile(r"\bdecision\"?\s*[:=]\s*\"([^\"]*)\"")
_EXACTLY = re.compile(
    r"\b(?:exactly|verbatim|literally|unchanged|as it is|only this)\b[^.\n]{0,40}\s*$",
    re.IGNORECASE,
)

_OTHER_BEHIND = re.compile(r"\s*+[^.\n]{0,80}\bstop\b", re.IGNORECASE)
"""Behind an example: the other decision, as in "(or `stop`)"."""


def stale_reads(context: Context, loop: Loop) -> list[Read]:
    """Return what the condition of *loop* reads, if no step of its body updates any of it; else nothing."""
    reads = [read for read in condition_reads(loop.step) if read.use == "loop"]
    own = set(loop.variables.values())
    is_all = all(read.key not in own and is_stale(context, loop, read.key) for read in reads)
    return reads if is_all else []


def is_stale(context: Context, loop: Loop, key: str) -> bool:
    """Return whether *key* is recorded somewhere, but no step of the loop except the decision records or mentions it."""
    captures = context.captures_of_key(key)
    steps = {capture.step for capture in captures} | {
        step for step in context.mentions(key) if step not in loop.deciders
    }
    return bool(captures) and not _SETTING.search(key) and not steps & set(loop.body)


_SETTING = re.compile(
    r"(?:mode|level|budget|limit|threshold|policy|target|depth|profile|tier|band|path|style|scope|cap|goal|size|complexity)$"
    r"|^(?:max|min|allowed|total|initial|baseline)",
    re.IGNORECASE,
)
