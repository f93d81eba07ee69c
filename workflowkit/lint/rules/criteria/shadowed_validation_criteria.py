from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.criteria import is_enforced
from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import is_truthy
from workflowkit.text.wording import quoted


@needs("validationCriteria")
@rule("V006", severity=Severity.ERROR, since="0.1.0", fix="safe")
def shadowed_validation_criteria(step: PromptStep) -> Iterator[Finding]:
    """A step has criteria for its notes and also a contract or an assessment.

    ## Why

    One requirement counts per step: the contract, else the assessments, else the criteria.
    The criteria block nothing, but the engine silently drops notes that fail them.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change and name its Risks.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"},
          "validationCriteria": {"and": [{"type": "contains", "value": "Risks", "message": "name the risks"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change and name its Risks.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"}
        }
      ]
    }
    ```

    ## Fix

    Deletes the criteria.
    """
    if not is_truthy(step.value.get("validationCriteria")):
        return
    if not is_enforced(step):
        above = (
            f"contract {quoted(step.contract)}"
            if step.contract
            else f"assessment {quoted(step.assessment_refs[0])}"
        )
        route = (*step.route, "validationCriteria")
        yield Finding(
            route,
            f"the criteria of step '{step.id}' are not enforced, because its {above} takes precedence",
            help="delete the criteria",
            on_key=True,
            fix=Fix(
                "delete the criteria",
                (Edit("delete", route),),
                safe=True,
                changes="criteria that are not enforced are deleted",
            ),
        )
