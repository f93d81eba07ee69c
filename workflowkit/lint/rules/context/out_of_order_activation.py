from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.flow import MAX_WORK
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.runtime.conditions import evaluate
from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import quoted


@rule("C011", severity=Severity.WARNING, since="0.1.0")
def out_of_order_activation(analysis: Analysis) -> Iterator[Finding]:
    """A skipped step runs out of order after a later step sets its key again.

    ## Why

    After every step the engine scans for the next one from the beginning.
    A step that was skipped runs as soon as its condition holds, in the middle of the steps after it.
    All steps that wait for one key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a route. Capture: `route`."},
        {"id": "north", "title": "North", "prompt": "Go north.", "runCondition": {"var": "route", "equals": "north"}},
        {"id": "south", "title": "South", "prompt": "Go south.", "runCondition": {"var": "route", "equals": "south"}},
        {"id": "reconsider", "title": "Reconsider", "prompt": "Think again. Capture: `route`."},
        {"id": "arrive", "title": "Arrive", "prompt": "Say where you are."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a route. Capture: `route`."},
        {"id": "north", "title": "North", "prompt": "Go north.", "runCondition": {"var": "route", "equals": "north"}},
        {"id": "south", "title": "South", "prompt": "Go south.", "runCondition": {"var": "route", "equals": "south"}},
        {"id": "reconsider", "title": "Reconsider", "prompt": "Think again. Capture: `nextRoute`."},
        {"id": "arrive", "title": "Arrive", "prompt": "Say where you are."}
      ]
    }
    ```

    ## When not

    A step that orders to return to an earlier step or phase means just that and is not reported.
    Suppress the finding with a reason where the return is intended and no text orders it.
    """
    late: dict[str, list[tuple[Read, Capture]]] = {}
    trials = _Trials(analysis)
    for step in analysis.flow.scanned:
        for read in _tests_of(step):
            writers = _rewriters(analysis, step, read.key)
            writer = next(
                (capture for capture in writers if trials.comes_back(step, capture)), None
            )
            if writer is not None:
                late.setdefault(read.key, []).append((read, writer))
                break
    for key, found in late.items():
        read, writer = found[0]
        shown = ", ".join(f"'{test.step.id}'" for test, _ in found[:3])
        yield Finding(
            read.route,
            f"the engine goes back to {shown}{', …' * (len(found) > 3)} if step '{writer.step.id}' sets {quoted(key)} again",
            help="let the later step capture another key, or use a loop",
            note="after every step the engine starts at the first one that has not run and whose condition holds",
            related=(
                Related(writer.route, f"{quoted(key)} is set again here"),
                *(Related(test.route, "also skipped, and run later") for test, _ in found[1:]),
            ),
        )


def _tests_of(step: Step) -> list[Read]:
    return [read for read in condition_reads(step) if read.use == "run"]


def _rewriters(analysis: Analysis, step: Step, key: str) -> list[Capture]:
    """Return where steps after *step* set *key* without ordering to return, if one before it has set it already."""
    context = analysis.context
    captures = context.captures_of_key(key)
    here = context.position(step)
    is_set_before = any(context.position(capture.step) < here for capture in captures)
    if not is_set_before and key not in context.inputs:
        return []
    return [
        capture
        for capture in captures
        if context.position(capture.step) > here and not _orders_return(capture.step)
    ]


def _orders_return(step: Step) -> bool:
    """Return whether *step* orders to go back to an earlier step, which is what the engine then does."""
    return any(_RETURN.search(text) for _, text in step.texts())


_RETURN = re.compile(
    r"\b(?:return|go(?:es|ing)? back|loop back|come back|jump back|re-?run|re-?enter|revisit|repeat)\b"
    r"[^.\n]{0,40}\b(?:phases?|steps?|stages?)\b",
    re.IGNORECASE,
)


class _Trials:
    """Runs with other values, as many as there is time for; the others are not known."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._left = MAX_WORK

    def comes_back(self, step: Step, writer: Capture) -> bool:
        """Return whether on some path *step* is skipped until *writer* gives its key another value."""
        flow = self._analysis.flow
        key = writer.key
        element = (self._analysis.context.loop_around(writer.step) or writer.step).route
        if element == step.route:
            return False
        values = [value for value in flow.domains.get(key, ()) if value is not UNSET]
        for path in flow.runs:
            self._left -= len(path.steps)
            if self._left < 0:
                return False
            if step in path.steps or all(other.route != element for other in path.steps):
                continue
            if any(self._runs(step, {**path.values}, element, {key: value}) for value in values):
                return True
        return False

    def _runs(
        self, step: Step, values: dict[str, Json], element: Route, changed: dict[str, Json]
    ) -> bool:
        """Return whether *step* runs when *element* changes the *values* of a run to *changed*."""
        if not _holds(step, values | changed):
            return False
        self._left -= len(self._analysis.flow.elements)
        return step in self._analysis.flow.run(values, {element: changed})


def _holds(step: Step, values: Mapping[str, Json]) -> bool:
    """Return whether the condition of *step* holds with *values*: a cheap test before a run is made."""
    known = {key: value for key, value in values.items() if value is not UNSET}
    return evaluate(step.value.get("runCondition"), known)
