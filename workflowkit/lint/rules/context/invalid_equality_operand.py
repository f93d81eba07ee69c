from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.conditions import Condition
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.conditions import operator_of
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Json


@rule("C009", severity=Severity.ERROR, since="0.1.0")
def invalid_equality_operand(condition: Condition) -> Iterator[Finding]:
    """A condition compares with a list or an object.

    ## Why

    Lists and objects are compared by identity, and a list in a file is never identical to one in a run.
    So `equals` is always false and `not_equals` always true, also for two empty lists.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List what is open. Capture: `openPoints`."},
        {"id": "close", "title": "Close", "prompt": "Close them.", "runCondition": {"var": "openPoints", "not_equals": []}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List what is open. Capture: `openPoints`, `openPointCount` (number)."},
        {"id": "close", "title": "Close", "prompt": "Close them.", "runCondition": {"var": "openPointCount", "gt": 0}}
      ]
    }
    ```
    """
    for route, node in condition.nodes():
        operator = operator_of(node) if "var" in node else None
        if operator in ("equals", "not_equals") and isinstance(node[operator], list | dict):
            always = "false" if operator == "equals" else "true"
            yield Finding(
                (*route, operator),
                f"'{operator}' with {_kind(node[operator])} is always {always}",
                help="capture the number of entries, or a word for the state, and compare that",
            )
        elif operator == "in":
            for index, member in enumerate(as_items(node["in"])):
                if isinstance(member, list | dict):
                    yield Finding(
                        (*route, "in", index),
                        f"a member of 'in' that is {_kind(member)} matches nothing",
                        help="list texts, numbers or booleans",
                    )


def _kind(value: Json) -> str:
    return "a list" if isinstance(value, list) else "an object"
