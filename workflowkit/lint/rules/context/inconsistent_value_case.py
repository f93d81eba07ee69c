from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, rule
from workflowkit.runtime.conditions import lenient_equals
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import quoted


@rule("C025", severity=Severity.INFO, since="0.1.0", fix="safe")
def inconsistent_value_case(analysis: Analysis) -> Iterator[Finding]:
    """A condition spells a value in another case than the step that lists it.

    ## Why

    The engine compares without regard to case and outer blanks, so the condition works.
    People and searches do not: the value has two spellings, and the next author copies the wrong one.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {"id": "split", "title": "Split", "prompt": "Split it.", "runCondition": {"var": "taskSize", "equals": "Large"}},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {"id": "split", "title": "Split", "prompt": "Split it.", "runCondition": {"var": "taskSize", "equals": "large"}},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Fix

    The literal is written as it is listed; the outcome of the condition stays.
    """
    for read in analysis.context.condition_reads:
        captures = analysis.context.captures_of_key(read.key)
        listed = [
            value
            for capture in captures
            if capture.type == "one of"
            for value in capture.values or ()
        ]
        node = read.route[:-1]
        literals: list[tuple[Route, Json]] = [((*node, read.operator), read.operand)]
        if read.operator == "in":
            literals = [
                ((*node, "in", i), literal) for i, literal in enumerate(as_items(read.operand))
            ]
        elif read.operator not in ("equals", "not_equals"):
            continue
        for route, literal in literals:
            if not isinstance(literal, str) or literal in listed:
                continue
            same = [value for value in listed if lenient_equals(value, literal)]
            if same:
                yield Finding(
                    route,
                    f"{quoted(literal)} is listed as {quoted(same[0])}",
                    help=f"write '{same[0]}'",
                    related=(Related(captures[0].route, "the values are listed here"),),
                    fix=Fix(
                        f"write '{same[0]}'",
                        (Edit("set", route, same[0]),),
                        safe=True,
                        changes="the spelling of the value; it matches as before",
                    ),
                )
