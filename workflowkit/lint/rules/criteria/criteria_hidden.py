from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step


@rule("V002", severity=Severity.WARNING, since="0.1.0", fix="safe")
def criteria_hidden(analysis: Analysis) -> Iterator[Finding]:
    """A step is held to criteria that its prompt never shows.

    ## Why

    The engine lists the members of an `and` in the prompt, and nothing else: a bare list, `or`, `not` and schemas are enforced unseen.
    The agent learns of them by being blocked, and is blocked three times at most.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and name its Risks.",
          "validationCriteria": [{"type": "contains", "value": "Risks", "message": "name the risks"}]
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
          "prompt": "Plan the move and name its Risks.",
          "validationCriteria": {"and": [{"type": "contains", "value": "Risks", "message": "name the risks"}]}
        }
      ]
    }
    ```

    ## Fix

    Wraps a bare list in `and`.
    All must still pass; the prompt lists the first five, and a failure is told in the engine's words instead of the author's.
    """
    hidden: dict[Step, list[str]] = {}
    for item in analysis.criteria:
        # Criteria beside a contract or an assessment are not enforced: another rule tells that.
        if not item.is_shown and not item.step.contract and not item.step.assessment_refs:
            hidden.setdefault(item.step, []).append(item.type)
    for step, types in hidden.items():
        total = sum(item.step == step for item in analysis.criteria)
        number = "the" if len(types) == total else f"{len(types)} of the {total}"
        yield Finding(
            (*step.route, "validationCriteria"),
            f"the prompt of step '{step.id}' hides {number} criteria that its notes must meet",
            help="write them as members of one 'and', at most five, or say them in the prompt",
            on_key=True,
            fix=_wrap(step),
        )


def _wrap(step: Step) -> Fix | None:
    criteria = step.value.get("validationCriteria")
    if not isinstance(criteria, list) or not all(isinstance(entry, dict) for entry in criteria):
        return None
    edit = Edit("set", (*step.route, "validationCriteria"), {"and": criteria})
    return Fix(
        "wrap the list in 'and'", (edit,), safe=True, changes="the prompt lists the criteria"
    )
