from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.analysis.captures import Capture
from workflowkit.analysis.domains import UNSET
from workflowkit.analysis.reads import Read
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.engine.conditions import evaluate
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step
from workflowkit.model.wording import quoted
from workflowkit.source.routes import Json


@rule("C011", severity=Severity.WARNING, since="0.1.0")
def late_activation(analysis: Analysis) -> Iterator[Finding]:
    """A skipped step runs out of order when a later step sets its key anew.

    ## Why

    After every step the engine looks for the next one from the beginning.
    A step that was passed over runs as soon as its condition holds, in the middle of what comes after it.

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

    A workflow that goes back on purpose accepts the finding, with the reason.
    """
    context = analysis.context
    by_step: dict[Step, list[Read]] = {}
    for read in context.condition_reads:
        if read.use == "run":
            by_step.setdefault(read.step, []).append(read)
    for step in analysis.flow.elements[1:]:
        for read in by_step.get(step, ()):
            writers = _rewriters(analysis, step, read.key)
            late = next(
                (item for item in writers if _comes_back(analysis, step, read.key, item)), None
            )
            if late is not None:
                yield Finding(
                    read.route,
                    f"step '{step.id}' is skipped, but runs after step '{late.step.id}' if that sets {quoted(read.key)} anew",
                    help="freeze the key: let the later step write another one, or use a loop",
                    related=(Related(late.route, "set anew here"),),
                )
                break


def _rewriters(analysis: Analysis, step: Step, key: str) -> list[Capture]:
    """Where steps behind *step* set *key*, if one before it has set it already."""
    context = analysis.context
    captures = context.captures_by_key.get(key, ())
    here = context.position(step)
    is_set_before = any(context.position(item.step) < here for item in captures)
    if not is_set_before and key not in context.inputs:
        return []
    return [item for item in captures if context.position(item.step) > here]


def _comes_back(analysis: Analysis, step: Step, key: str, writer: Capture) -> bool:
    """True when on some path *step* is passed over until *writer* gives *key* another value."""
    flow = analysis.flow
    element = (analysis.context.loop_around(writer.step) or writer.step).route
    if element == step.route:
        return False
    values = [value for value in flow.domains.get(key, ()) if value is not UNSET]
    return any(
        step in flow.run(path.values, {element: {key: value}})
        for path in flow.runs
        if step not in path.steps and any(item.route == element for item in path.steps)
        for value in values
        if _holds(step, {**path.values, key: value})
    )


def _holds(step: Step, values: Mapping[str, Json]) -> bool:
    """True when the condition of *step* holds with *values*: a quick look before a run is made."""
    known = {key: value for key, value in values.items() if value is not UNSET}
    return evaluate(step.value.get("runCondition"), known)
