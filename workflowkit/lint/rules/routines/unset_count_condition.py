from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.conditions import Condition, conditions_of
from workflowkit.analysis.data_flow.decidable import contexts_for
from workflowkit.analysis.data_flow.reads import loop_variables
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.conditions import KeyRead, evaluate, variables
from workflowkit.runtime.javascript import is_number
from workflowkit.text.wording import quoted, spelled


@rule("T016", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"routine"}))
def unset_count_condition(analysis: Analysis) -> Iterator[Finding]:
    """A condition of a routine holds for every count, but not for an unset key.

    ## Why

    `gte` and `gt` are false for an unset key, whatever the bound.
    A test such as `gte 0` therefore decides only whether the key is set: its step is skipped for a caller that does not know the key, although no count would skip it.

    ## Bad

    ```json
    {
      "id": "routine-survey",
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Plan the survey."},
        {"id": "survey", "title": "Survey", "prompt": "Survey the code.", "runCondition": {"var": "surveyDepth", "gte": 0}},
        {"id": "trace", "title": "Trace", "prompt": "Trace the calls.", "runCondition": {"var": "surveyDepth", "gte": 1}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "id": "routine-survey",
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Plan the survey."},
        {"id": "survey", "title": "Survey", "prompt": "Survey the code."},
        {"id": "trace", "title": "Trace", "prompt": "Trace the calls.", "runCondition": {"var": "surveyDepth", "gte": 1}}
      ]
    }
    ```

    ## When not

    A step that is meant only for callers that set the key; a test with `not_equals` and null says so.
    Not reported are keys that the routine captures or that an earlier prompt names, conditions whose other tests distinguish counts, and negative bounds such as `gte -5`.
    """
    # The engine never reads the conditions of these loops, which is reported there.
    unread = {loop.step.route for loop in analysis.loops if loop.is_counted or loop.takes_artifact}
    for step in analysis.workflow.all_steps:
        for condition in conditions_of(step):
            if condition.use == "loop" and step.route in unread:
                continue
            reads = [read for read in variables(condition.value) if _is_from_zero(read)]
            for key, read in {read.variable: read for read in reversed(reads)}.items():
                if _comes_from_caller(analysis, step, key) and _needs_any_count(condition, key):
                    yield Finding(
                        (*condition.route, *read.route, "var"),
                        f"every count satisfies '{read.operator} {spelled(read.operand)}', but an unset {quoted(key)} does not, and only a caller can set it",
                        help="delete the test, or negate the opposite one, which holds for an unset key too",
                    )


def _is_from_zero(read: KeyRead) -> bool:
    """Return whether *read* is a test that every count passes and -1 fails."""
    if not is_number(read.operand):
        return False
    if read.operator == "gte":
        return -1 < read.operand <= 0
    return read.operator == "gt" and -1 <= read.operand < 0


def _comes_from_caller(analysis: Analysis, step: Step, key: str) -> bool:
    """Return whether nothing in the routine can set *key* before *step*."""
    context = analysis.context
    loops = (context.loop_around(step), step if step.is_loop else None)
    if context.captures_of_key(key) or any(key in loop_variables(loop) for loop in loops):
        return False
    moment = context.position(step)
    named = (*context.mentions(key), *context.unread_calls)
    return not any(context.position(other) < moment for other in named)


def _needs_any_count(condition: Condition, key: str) -> bool:
    """Return whether *condition* has the same outcome for all counts, whatever the other keys are, but can fail when *key* is unset."""
    outcomes: dict[str, set[bool]] = {}
    unset: dict[str, bool] = {}
    for values in contexts_for(condition.step, condition.value) or ():
        others = repr(sorted((name, repr(values[name])) for name in values if name != key))
        value = values.get(key)
        if key not in values:
            unset[others] = evaluate(condition.value, values)
        elif is_number(value) and value >= 0:
            outcomes.setdefault(others, set()).add(evaluate(condition.value, values))
    return all(len(found) == 1 for found in outcomes.values()) and any(
        found == {True} and not unset.get(others, True) for others, found in outcomes.items()
    )
