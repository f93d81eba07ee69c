from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.runtime.conditions import evaluate, lenient_equals, variables
from workflowkit.text.routes import Json
from workflowkit.text.wording import quoted


@needs("promptFragments")
@rule("C031", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_fragment(analysis: Analysis) -> Iterator[Finding]:
    """The fragments of a step cover all listed values but the last.

    ## Why

    Each other value of the key has its own instructions, and with the last one the agent gets none.
    Usually the value was added to the list later, or misspelled in a fragment.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "promptBlocks": {"goal": "Choose the depth.", "outputRequired": {"depth": "one of quick | deep | legal"}}},
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan it.",
          "promptFragments": [
            {"id": "quick", "text": "Three points are enough.", "when": {"var": "depth", "equals": "quick"}},
            {"id": "deep", "text": "Read the history as well.", "when": {"var": "depth", "equals": "deep"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "promptBlocks": {"goal": "Choose the depth.", "outputRequired": {"depth": "one of quick | deep | legal"}}},
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan it.",
          "promptFragments": [
            {"id": "quick", "text": "Three points are enough.", "when": {"var": "depth", "equals": "quick"}},
            {"id": "deep", "text": "Read the history as well.", "when": {"var": "depth", "equals": "deep"}},
            {"id": "legal", "text": "Plan for a review by the lawyers.", "when": {"var": "depth", "equals": "legal"}}
          ]
        }
      ]
    }
    ```

    ## When not

    A value in another place of the list is often the usual case, which the prompt itself describes.
    A last value that the prompt names, or one such as *standard*, *other* or *none*, is not reported either.
    """
    for step in analysis.workflow.all_steps:
        for key, literals in _tested(step).items():
            captures = analysis.context.captures_of_key(key)
            values = _listed(captures)
            uncovered = [
                value
                for value in values
                if not any(lenient_equals(value, literal) for literal in literals)
            ]
            is_last = len(values) > 2 and uncovered == values[-1:]
            if is_last and _is_left_out(step, key, values[-1]):
                yield Finding(
                    (*step.route, "promptFragments"),
                    f"no fragment is shown when {quoted(key)} is {quoted(uncovered[0])}; every other value has one",
                    help=f"add a fragment for '{uncovered[0]}', or name the value in one that exists",
                    related=(Related(captures[0].route, "the values are listed here"),),
                    on_key=True,
                )


def _is_left_out(step: Step, key: str, value: str) -> bool:
    """Return whether *step* runs with *value* of *key*, and neither its texts nor the value itself make it the usual case."""
    word = re.compile(rf"\b{re.escape(value)}\b", re.IGNORECASE)
    if _USUAL.fullmatch(value) or any(word.search(text) for _, text in step.texts()):
        return False
    condition = step.value.get("runCondition")
    keys = {read.variable for read in variables(condition)}
    return keys != {key} or evaluate(condition, {key: value})


_USUAL = re.compile(
    r"standard|normal|default|regular|usual|other|none|no|balanced|medium|unknown|mixed|full|all",
    re.IGNORECASE,
)


def _tested(step: Step) -> Mapping[str, list[Json]]:
    """Return key to the literals that the fragments of *step* compare it with, alone; without keys that any fragment tests otherwise."""
    found: dict[str, list[Json]] = {}
    others: set[str] = set()
    for _, fragment in step.fragments:
        reads = variables(fragment.get("when"))
        for read in reads:
            if len(reads) == 1 and read.operator == "equals":
                found.setdefault(read.variable, []).append(read.operand)
            elif len(reads) == 1 and read.operator == "in" and isinstance(read.operand, list):
                found.setdefault(read.variable, []).extend(read.operand)
            else:
                others.add(read.variable)
    return {key: literals for key, literals in found.items() if key not in others}


def _listed(captures: tuple[Capture, ...]) -> list[str]:
    """Return the values that all *captures* list; none when one of them lists none."""
    if not captures or any(capture.type != "one of" for capture in captures):
        return []
    return list(dict.fromkeys(value for capture in captures for value in capture.values or ()))
