from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import every_step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Route
from workflowkit.text.wording import quoted


@needs("assessments")
@rule("A016", severity=Severity.INFO, since="0.1.0", fix="safe")
def inconsistent_assessment_id_style(analysis: Analysis) -> Iterator[Finding]:
    """The id of an assessment has underscores.

    ## Why

    Step ids have hyphens, as do the other names that authors choose.
    With one style nobody has to look up which name has which.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "plan_cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and look for every unnamed risk.",
          "assessmentRefs": ["plan_cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Answer the risk in the plan, or say openly who has to bear it and why."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and look for every unnamed risk.",
          "assessmentRefs": ["plan-cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Answer the risk in the plan, or say openly who has to bear it and why."}}]
        }
      ]
    }
    ```

    ## Fix

    Writes hyphens in the declaration and in every reference, unless a prompt or a routine also names the id.
    """
    for name, (route, _) in analysis.assessments.items():
        if "_" in name.strip("_"):
            yield Finding(
                (*route, "id"),
                f"the assessment id {quoted(name)} has underscores",
                help=f"write {quoted(_hyphened(name))}",
                fix=_rename(analysis, name, route),
            )


def _hyphened(name: str) -> str:
    return name.replace("_", "-")


def _rename(analysis: Analysis, name: str, route: Route) -> Fix | None:
    new = _hyphened(name)
    injected = (node for node in every_step(analysis.compilation.steps) if node.origin.routine)
    steps = analysis.workflow.all_steps
    if (
        new in analysis.assessments
        or any(name in text for step in steps for _, text in step.texts())
        or any(name in as_items(node.value.get("assessmentRefs")) for node in injected)
    ):
        return None
    places: list[Route] = [(*route, "id")]
    for step in steps:
        for index, ref in enumerate(as_items(step.value.get("assessmentRefs"))):
            if ref == name:
                places.append((*step.route, "assessmentRefs", index))
        for index, entry in enumerate(as_items(step.value.get("assessmentConsequences"))):
            if as_fields(as_fields(entry).get("when")).get("forAssessment") == name:
                place = (*step.route, "assessmentConsequences", index, "when", "forAssessment")
                places.append(place)
    edits = tuple(Edit("set", place, new) for place in places)
    return Fix(f"write {quoted(new)}", edits, safe=True, changes="the assessment has another id")
