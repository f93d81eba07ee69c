from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workflowkit.analysis.domains import OTHER, UNSET
from workflowkit.analysis.flow import Flow
from workflowkit.analysis.reads import condition_reads
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step
from workflowkit.model.wording import spelled
from workflowkit.source.routes import Json


@rule("E004", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def path_short_circuit(analysis: Analysis) -> Iterator[Finding]:
    """A run can end after one or two of many steps.

    ## Why

    A condition with `equals` is false while its key is unset.
    When every later step has one, a forgotten key ends the run at once, and the engine calls it complete.
    Make one branch the default with `not_equals`, so that it also runs when the key is missing or holds something else.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        {"id": "brief", "title": "Brief", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "draft", "title": "Draft", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "plan", "title": "Plan", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "B"}},
        {"id": "full", "title": "Full", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "B"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        {"id": "brief", "title": "Brief", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "draft", "title": "Draft", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "plan", "title": "Plan", "prompt": "Write it.", "runCondition": {"var": "path", "not_equals": "A"}},
        {"id": "full", "title": "Full", "prompt": "Write it.", "runCondition": {"var": "path", "not_equals": "A"}}
      ]
    }
    ```

    ## When not

    A workflow that is meant to stop early for some answers may accept the finding, with the reason.
    """
    flow = analysis.flow
    n_all = len(flow.elements)
    shortest = min(_ways(flow, analysis.context.inputs), key=lambda way: len(way[1]), default=None)
    if n_all < _MANY or shortest is None or len(shortest[1]) > _FEW:
        return
    values, steps = shortest
    skipped = next(step for step in flow.elements if step not in steps)
    keys = dict.fromkeys(read.key for read in condition_reads(skipped) if read.use == "run")
    yield Finding(
        (*skipped.route, "runCondition"),
        f"{_reason(list(keys), values)}the run ends after {len(steps)} of {n_all} steps",
        "let one branch run for all other values with 'not_equals', or add a step without condition",
        on_key=True,
    )


_MANY = 5
_FEW = 2

Way = tuple[Mapping[str, Json], tuple[Step, ...]]


def _ways(flow: Flow, inputs: Collection[str]) -> list[Way]:
    """All paths on which every key from outside has a value, the one with everything else forgotten first."""
    if not flow.paths:
        return []
    forgotten: dict[str, Json] = dict.fromkeys(flow.domains, UNSET)
    ways: list[Way] = [(forgotten, tuple(flow.run(forgotten)))]
    ways.extend((path.values, path.steps) for path in flow.paths)
    return [way for way in ways if all(way[0].get(key) is not UNSET for key in inputs)]


def _reason(keys: list[str], values: Mapping[str, Json]) -> str:
    parts = [f"'{key}' is {_named(values.get(key, UNSET))}" for key in keys]
    return f"when {' and '.join(parts)}, " if parts else ""


def _named(value: Json) -> str:
    if value is UNSET:
        return "unset"
    return "something else" if value == OTHER else spelled(value)
