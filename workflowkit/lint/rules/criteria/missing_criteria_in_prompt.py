from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule


@needs("validationCriteria")
@rule("V002", severity=Severity.WARNING, since="0.1.0", fix="safe")
def missing_criteria_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """The notes of a step must meet criteria that its prompt does not state.

    ## Why

    The engine lists the members of an `and` in the prompt, and nothing else: a bare list, `or`, `not` and schemas are enforced without being shown.
    The agent learns of them when the engine blocks the step, which it does three times at most.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move.",
          "validationCriteria": [{"type": "contains", "value": "Risks", "message": "name the risks"}, {"type": "contains", "value": "Costs", "message": "name the costs"}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move.",
          "validationCriteria": {"and": [{"type": "contains", "value": "Risks", "message": "name the risks"}, {"type": "contains", "value": "Costs", "message": "name the costs"}]}
        }
      ]
    }
    ```

    ## Fix

    Wraps a bare list in `and`.
    All must still pass; the prompt lists the first five, and a failure is reported in the engine's words instead of the author's.

    ## When not

    Criteria whose words or numbers the prompt states are not counted.
    A single word is reported by `missing-criterion-term-in-prompt`, a single length by `missing-criterion-length-in-prompt`.
    """
    for route, items in analysis.unstated_criteria.items():
        first = items[0]
        if len(items) == 1 and first.is_demanded and first.type in ("contains", "length"):
            continue  # A single word or length has a rule of its own.
        yield Finding(
            (*route, "validationCriteria"),
            f"the notes of step '{first.step.id}' must meet {_counted(len(items))} that its prompt does not state",
            help="state it in the prompt, or write it as the member of an 'and'"
            if len(items) == 1
            else "write them as members of one 'and', at most five, or state them in the prompt",
            on_key=True,
            fix=_wrap(first.step),
        )


def _wrap(step: Step) -> Fix | None:
    criteria = step.value.get("validationCriteria")
    if not isinstance(criteria, list) or not all(isinstance(entry, dict) for entry in criteria):
        return None
    edit = Edit("set", (*step.route, "validationCriteria"), {"and": criteria})
    return Fix(
        "wrap the list in 'and'", (edit,), safe=True, changes="the prompt lists the criteria"
    )


def _counted(number: int) -> str:
    return "1 criterion" if number == 1 else f"{number} criteria"
