from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.conditions import Condition
from workflowkit.analysis.data_flow.decidable import contexts_for
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.runtime.conditions import evaluate_traced, variables


@rule("C006", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def constant_condition(condition: Condition) -> Iterator[Finding]:
    """A condition has the same outcome whatever the values of its keys.

    ## Why

    A condition that is always true decides nothing; one that is always false makes its step, fragment or loop dead.
    Usually `and`, `or` or a negation does not express what was meant.

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
    outcome = _constant(condition)
    if outcome is not None:
        keys = list(dict.fromkeys(read.variable for read in variables(condition.value)))
        named = " and ".join(f"'{key}'" for key in keys[:3])
        is_droppable = outcome and condition.use in ("run", "fragment", "criterion")
        edit = Edit("delete", condition.route)
        yield Finding(
            condition.route,
            f"this condition is always {'true' if outcome else 'false'}, whatever the value of {named}",
            help="check 'and', 'or' and 'not', and name the values that it is meant for",
            fix=Fix("delete the condition", (edit,)) if is_droppable else None,
            on_key=True,
        )


def _constant(condition: Condition) -> bool | None:
    """Return what the condition gives for all values of its keys; None when that differs or cannot be known."""
    contexts = contexts_for(condition.step, condition.value)
    if contexts is None:
        return None
    outcomes: set[bool] = set()
    for context in contexts:
        answer = evaluate_traced(condition.value, context)
        if answer.has_error:
            return None
        outcomes.add(answer.result)
        if len(outcomes) == 2:
            return None
    return outcomes.pop()
