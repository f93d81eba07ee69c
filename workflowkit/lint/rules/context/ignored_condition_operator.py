from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.conditions import Condition
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.runtime.conditions import COMPOSITIONS, OPERATORS
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Json, Route


@rule("C007", severity=Severity.ERROR, since="0.1.0", fix="safe")
def ignored_condition_operator(condition: Condition) -> Iterator[Finding]:
    """One condition object holds several tests, and the engine evaluates only one.

    ## Why

    Beside `var` only one operator counts, `equals` before `not_equals` before `gt` and so on, whatever the order in the file.
    `and`, `or` and `not` beside `var` are ignored; without `var` only the first of the three counts.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "count", "title": "Count", "prompt": "Count the errors. Capture: `errorCount`."},
        {"id": "repair", "title": "Repair", "prompt": "Fix them.", "runCondition": {"var": "errorCount", "gte": 1, "lte": 5}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "count", "title": "Count", "prompt": "Count the errors. Capture: `errorCount`."},
        {
          "id": "repair",
          "title": "Repair",
          "prompt": "Fix them.",
          "runCondition": {"and": [{"var": "errorCount", "gte": 1}, {"var": "errorCount", "lte": 5}]}
        }
      ]
    }
    ```

    ## Fix

    Every test becomes a member of one `and`.
    """
    for route, node in condition.nodes():
        has_key = "var" in node
        order = (*OPERATORS, *COMPOSITIONS) if has_key else (*COMPOSITIONS, *OPERATORS)
        tests = [name for name in order if name in node]
        # Operators alone, without a key, are no tests at all.
        if len(tests) < 2 or (not has_key and tests[0] in OPERATORS):
            continue
        ignored = " and ".join(f"'{name}'" for name in tests[1:])
        yield Finding(
            (*route, tests[1]),
            f"{ignored} beside '{tests[0]}' {'is' if len(tests) == 2 else 'are'} ignored",
            help="join the tests with 'and'",
            on_key=True,
            fix=_joined(route, node, tests),
        )


def _joined(route: Route, node: dict[str, Json], tests: list[str]) -> Fix | None:
    """Each test as a member of one `and`; None when one of them has no key to test."""
    members: list[Json] = []
    for name in tests:
        if name == "and":
            members.extend(as_items(node[name]))
        elif name in COMPOSITIONS:
            members.append({name: node[name]})
        elif "var" in node:
            members.append({"var": node["var"], name: node[name]})
        else:
            return None
    return Fix(
        "make each test a member of one 'and'",
        (Edit("set", route, {"and": members}),),
        safe=True,
        changes="the condition evaluates every test",
    )
