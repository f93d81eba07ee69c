from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import Passage
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule

_STEMS = ("straight to", "directly to", "jump to", "ahead to", "skip ")


@needs(stems=_STEMS)
@rule("P052", severity=Severity.WARNING, since="0.1.0")
def ignored_skip(analysis: Analysis) -> Iterator[Finding]:
    """A prompt skips steps that run anyway.

    ## Why

    The engine decides by `runCondition` alone which step comes next; it does not read the prompt.
    The agent is shown the step that it was told to skip, and has to choose between two orders.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size. When the change is trivial, go straight to the hand-over."
        },
        {"id": "plan", "title": "Plan", "prompt": "Plan it."},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "promptBlocks": {
            "goal": "Judge the size.",
            "outputRequired": {"changeSize": "one of trivial | large: how big the change is"}
          }
        },
        {
          "id": "plan",
          "title": "Plan",
          "runCondition": {"var": "changeSize", "equals": "large"},
          "prompt": "Plan it."
        },
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## When not

    A jump over steps that all have a `runCondition` agrees with the engine and is not reported.
    """
    steps = analysis.workflow.prompt_steps
    index = {step.route: position for position, step in enumerate(steps)}
    names = _positions(steps)
    for passage, match in analysis.passages.find(_JUMP, *_STEMS):
        here = index[passage.step.route]
        target = _target(passage, match, names, here)
        if target is None or passage.is_forbidden(match.start()):
            continue
        is_jump = match["skip"] is None
        first, last = (here + 1, target[0]) if is_jump else (target[0], target[0] + 1)
        skipped = [step for step in steps[first:last] if not _may_be_skipped(step)]
        if skipped:
            yield Finding(
                passage.route,
                f"the prompt skips {skipped[0].name}, which has no 'runCondition' and runs anyway",
                help="capture the decision, and give the skipped steps a 'runCondition'",
                window=(match.start(), target[1]),
                related=tuple(Related(step.route, "this step runs anyway") for step in skipped),
            )


_JUMP = re.compile(
    r"\b(?:(?:go|move|proceed|advance|continue|jump|skip)(?: on)? (?:straight|directly|ahead)(?: on)? to|(?:skip|jump) to|(?P<skip>skip)(?! to\b))\s+(?:the\s+)?",
    re.IGNORECASE,
)
_STEP = re.compile(r"\W? (?:step|phase)\b")


def _positions(steps: Sequence[Step]) -> Mapping[str, list[int]]:
    """Return the places of the steps by what prompts may call them."""
    found: dict[str, list[int]] = {}
    for position, step in enumerate(steps):
        for name in {_plain(step.id), _plain(step.title), _plain(step.title.partition(":")[0])}:
            if name:
                found.setdefault(name, []).append(position)
    return found


def _plain(name: str) -> str:
    return name.replace("-", " ").strip().lower()


def _target(
    passage: Passage, match: re.Match[str], names: Mapping[str, Iterable[int]], here: int
) -> tuple[int, int] | None:
    """Return the place of the later step that is named after *match*, and the end of its name."""
    start = match.end() + passage.text.startswith(("`", "'", '"'), match.end())
    following = passage.text[start : start + 80].replace("-", " ").lower()
    found = [
        (len(name), position)
        for name, positions in names.items()
        if following.startswith(name) and not following[len(name) : len(name) + 1].isalnum()
        # A single word after `skip` can be anything: *skip tests* need not mean the step `tests`.
        if " " in name or match["skip"] is None or _STEP.match(following, len(name))
        for position in positions
        if position > here
    ]
    if not found:
        return None
    length = max(length for length, _ in found)
    return min(position for size, position in found if size == length), start + length


def _may_be_skipped(step: Step) -> bool:
    return step.is_conditional or (step.loop is not None)
