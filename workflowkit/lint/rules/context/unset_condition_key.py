from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.context import Definedness
from workflowkit.analysis.data_flow.flow import MAX_ASSIGNMENTS
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.runtime.conditions import evaluate
from workflowkit.text.wording import quoted


@rule(
    "C003",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def unset_condition_key(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that only its own or a later step captures.

    ## Why

    At the moment of the test the key has no value, so the outcome is the same in every run.
    A step that was skipped for it runs out of order once the key is set; a loop that was skipped is never entered.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "collect", "title": "Collect", "prompt": "Collect the findings."},
        {"id": "repair", "title": "Repair", "prompt": "Repair what is broken.", "runCondition": {"var": "brokenCount", "gt": 0}},
        {"id": "count", "title": "Count", "promptBlocks": {"goal": "Count what is left.", "outputRequired": {"brokenCount": "number: things that do not work"}}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "count", "title": "Count", "promptBlocks": {"goal": "Collect and count the findings.", "outputRequired": {"brokenCount": "number: things that do not work"}}},
        {"id": "repair", "title": "Repair", "prompt": "Repair what is broken.", "runCondition": {"var": "brokenCount", "gt": 0}}
      ]
    }
    ```
    """
    context = analysis.context
    for read in context.condition_reads:
        captures = context.captures_of_key(read.key)
        if read.use not in ("run", "fragment", "loop") or not captures:
            continue
        first = captures[0]
        is_own = first.step.route == read.step.route
        if context.definedness(read) is Definedness.LATE and not (
            read.use == "fragment" and is_own
        ):
            where = "by this step itself" if is_own else f"by the later step '{first.step.id}'"
            yield Finding(
                read.route,
                f"{quoted(read.key)} is tested here, but first captured {where}",
                help="capture the key in an earlier step, or move the test after the step that captures it",
                related=(Related(first.route, "first captured here"),),
            )
        elif _is_never_entered(analysis, read):
            yield Finding(
                read.route,
                f"{quoted(read.key)} is first captured inside loop '{read.step.id}', which is never entered without it",
                help="capture the key in a step before the loop, or write a condition that holds without it",
                related=(Related(first.route, "first captured here"),),
            )


def _is_never_entered(analysis: Analysis, read: Read) -> bool:
    """Return whether only the loop's own body sets the key and the loop's test fails without it, whatever the other keys are."""
    context, loop = analysis.context, read.step
    body = {step.route for step in context.body_of(loop)}
    captures = context.captures_of_key(read.key)
    if read.use != "loop" or any(capture.step.route not in body for capture in captures):
        return False
    if context.definedness(read) is not Definedness.MAYBE or context.unread_calls:
        return False
    named = (step for step in context.mentions(read.key) if step.route not in body)
    found = [candidate for candidate in analysis.loops if candidate.step.route == loop.route]
    if any(named) or not found or found[0].takes_artifact:
        return False
    condition = next(value for use, _, value in loop.conditions() if use == "loop")
    reads = [
        other for other in context.condition_reads if other.step == loop and other.use == "loop"
    ]
    keys = {other.key for other in reads} - {read.key}
    domains = [
        [(key, value) for value in analysis.flow.domain(key, [r for r in reads if r.key == key])]
        for key in keys
    ]
    opens = loop.loop_type == "while"
    return prod(map(len, domains)) <= MAX_ASSIGNMENTS and all(
        evaluate(condition, {key: value for key, value in values if value is not UNSET})
        is not opens
        for values in product(*domains)
    )
