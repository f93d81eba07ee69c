from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json
from workflowkit.text.wording import quoted


@needs("assessmentConsequences")
@rule("A007", severity=Severity.INFO, since="0.1.0")
def ambiguous_consequence_scope(analysis: Analysis) -> Iterator[Finding]:
    """One consequence applies to several assessments.

    ## Why

    The level that triggers it exists in more than one assessment of the step, so the guidance cannot state which of them failed.
    The agent has to find out what to fix.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]},
        {"id": "plan-proof", "purpose": "Whether the plan can be checked.", "dimensions": [{"id": "missing-proof", "purpose": "A step without a check.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move; look for every unnamed risk and missing proof.",
          "assessmentRefs": ["plan-cover", "plan-proof"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Repair whichever of the two is present, then rate both again with the places named."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {
          "id": "plan-cover",
          "purpose": "Whether the plan holds.",
          "dimensions": [
            {"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]},
            {"id": "missing-proof", "purpose": "A step of the plan that nothing checks.", "levels": ["none", "present"]}
          ]
        }
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move; look for every unnamed risk and missing proof.",
          "assessmentRefs": ["plan-cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Answer the risk or add the proof, whichever is present, then rate both again."}}]
        }
      ]
    }
    ```

    ## When not

    Engines from 3.89.0 on accept `forAssessment` in a trigger, which names the assessment.
    """
    for step in analysis.workflow.prompt_steps:
        refs = [ref for ref in step.assessment_refs if ref in analysis.assessments]
        for index, entry in enumerate(as_items(step.value.get("assessmentConsequences"))):
            when = as_fields(as_fields(entry).get("when"))
            level = as_text(when.get("anyEqualsLevel"))
            meant = [ref for ref in refs if level in _levels(analysis.assessments[ref][1])]
            if len(meant) > 1 and not when.get("forAssessment"):
                listed = ", ".join(quoted(ref) for ref in meant)
                yield Finding(
                    (*step.route, "assessmentConsequences", index, "when", "anyEqualsLevel"),
                    f"level {quoted(level)} triggers the same guidance for {listed}",
                    help="merge the assessments, or give their levels different names",
                )


def _levels(assessment: Mapping[str, Json]) -> set[str]:
    return {
        level
        for dimension in as_items(assessment.get("dimensions"))
        for level in as_items(as_fields(dimension).get("levels"))
        if isinstance(level, str)
    }
