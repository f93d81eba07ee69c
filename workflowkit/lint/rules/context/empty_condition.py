from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.conditions import Condition
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.runtime.conditions import OPERATORS, composition_of, evaluate
from workflowkit.text.routes import Json, Route


@rule("C010", severity=Severity.ERROR, since="0.1.0", fix="safe")
def empty_condition(condition: Condition) -> Iterator[Finding]:
    """A condition tests nothing.

    ## Why

    An empty `and` is true and an empty `or` is false; `{}` is true as a whole condition and an error as a member.
    An operator without `var` is an error too, and an error makes the whole condition false, whatever its other members are.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "prompt": "Read it."},
        {"id": "repair", "title": "Repair", "prompt": "Fix it.", "runCondition": {"and": []}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "prompt": "Read it."},
        {"id": "repair", "title": "Repair", "prompt": "Fix it."}
      ]
    }
    ```

    ## Fix

    A condition that is true because it is empty is deleted.
    One that is false is deleted with `--unsafe-fixes` only, because the step then runs.

    ## When not

    Fields that the format does not know, such as the gate kinds of later engines, are reported by the rule for unknown keys.
    """
    for route, node in condition.nodes():
        fact = _offence(node, is_outside=route == condition.route)
        if fact:
            yield Finding(
                route,
                fact,
                help="name a key in 'var', or delete the condition",
                fix=_deleted(condition, route),
            )


def _offence(node: dict[str, Json], *, is_outside: bool) -> str:
    if "var" in node:
        return ""
    name = composition_of(node)
    if name in ("and", "or") and node[name] == []:
        return f"an empty '{name}' is always {'true' if name == 'and' else 'false'}"
    if name is not None:
        return ""
    if not node and is_outside:
        return "an empty condition is always true"
    if not node:
        return "an empty member makes the whole condition false"
    # Gate kinds of later engines, and misspelled keys, are unknown fields and reported as such.
    if any(key not in OPERATORS for key in node):
        return ""
    operators = ", ".join(f"'{key}'" for key in list(node)[:3])
    return f"{operators} without 'var' makes the whole condition false"


def _deleted(condition: Condition, route: Route) -> Fix | None:
    """Return the fix that deletes the condition as a whole, where no condition means the same as a true one."""
    if route != condition.route or condition.use not in ("run", "fragment", "criterion"):
        return None
    is_true = evaluate(condition.value, {})
    change = "the condition is gone; it was always true" if is_true else "the condition is gone"
    return Fix("delete the condition", (Edit("delete", route),), safe=is_true, changes=change)
