from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from math import prod

from workflowkit.analysis.conditions import Condition
from workflowkit.analysis.domains import UNSET, domain
from workflowkit.analysis.flow import MAX_ASSIGNMENTS
from workflowkit.analysis.reads import Read
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.engine import conditions
from workflowkit.engine.conditions import evaluate_traced, variables
from workflowkit.lint.rule import rule


@rule("C006", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def constant_condition(analysis: Analysis) -> Iterator[Finding]:
    """A condition is true, or false, whatever its keys are.

    ## Why

    A condition that cannot be false decides nothing; one that cannot be true makes what stands behind it dead.
    Both mean that `and`, `or` or a negation says something else than was meant.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a route. Capture: `route`."},
        {
          "id": "walk",
          "title": "Walk",
          "prompt": "Walk it.",
          "runCondition": {"or": [{"var": "route", "not_equals": "north"}, {"var": "route", "not_equals": "south"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a route. Capture: `route`."},
        {
          "id": "walk",
          "title": "Walk",
          "prompt": "Walk it.",
          "runCondition": {"and": [{"var": "route", "not_equals": "north"}, {"var": "route", "not_equals": "south"}]}
        }
      ]
    }
    ```

    ## Fix

    A condition that is always true can be deleted where a missing one means the same.
    """
    for condition in analysis.conditions:
        outcome = _constant(condition)
        if outcome is not None:
            keys = list(dict.fromkeys(read.variable for read in variables(condition.value)))
            named = " and ".join(f"'{key}'" for key in keys[:3])
            is_droppable = outcome and condition.use in ("run", "fragment", "criterion")
            edit = Edit("delete", condition.route)
            yield Finding(
                condition.route,
                f"this condition is always {'true' if outcome else 'false'}, whatever {named} may be",
                help="say which values it is meant for; look at 'and' and 'or' first",
                fix=Fix("delete the condition", (edit,)) if is_droppable else None,
                on_key=True,
            )


_UNDECIDABLE = frozenset({"contains", "startsWith", "endsWith", "matches"})


def _constant(condition: Condition) -> bool | None:
    """What the condition gives for all values of its keys; None when that differs or cannot be known."""
    reads = variables(condition.value)
    # What compares with a list, or is no test at all, is reported by other rules.
    if not reads or any(read.operator in _UNDECIDABLE or _is_odd(read) for read in reads):
        return None
    by_key: dict[str, list[Read]] = {}
    for read in reads:
        operator = read.operator or "truthy"
        found = Read(
            read.variable, condition.step, read.route, None, condition.use, operator, read.operand
        )
        by_key.setdefault(read.variable, []).append(found)
    domains = [[(key, value) for value in domain((), items)] for key, items in by_key.items()]
    if prod(map(len, domains)) > MAX_ASSIGNMENTS:
        return None
    outcomes: set[bool] = set()
    # The extremes come first: most conditions differ there already.
    extremes = ([values[0] for values in domains], [values[-1] for values in domains])
    for values in chain(extremes, product(*domains)):
        context = {key: value for key, value in values if value is not UNSET}
        answer = evaluate_traced(condition.value, context)
        if answer.has_error:
            return None
        outcomes.add(answer.result)
        if len(outcomes) == 2:
            return None
    return outcomes.pop()


def _is_odd(read: conditions.Read) -> bool:
    members = read.operand if read.operator == "in" else [read.operand]
    return not isinstance(members, list) or any(isinstance(item, list | dict) for item in members)
