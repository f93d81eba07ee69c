from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import every_step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_items
from workflowkit.text.suggest import closest
from workflowkit.text.wording import quoted


@needs("assessments")
@rule("A002", severity=Severity.WARNING, since="0.1.0", fix="safe")
def unused_assessment(analysis: Analysis) -> Iterator[Finding]:
    """No step refers to a declared assessment.

    ## Why

    The assessment never takes place.
    Most often an edit removed the `assessmentRefs` of the step that should have it.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [{"id": "plan", "title": "Plan", "prompt": "Plan the move."}]
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

    Deletes the declaration.
    """
    nodes = list(every_step(analysis.compilation.steps)) if analysis.assessments else []
    # A routine that could not be injected may ask for any assessment.
    if any("templateCall" in node.value for node in nodes):
        return
    used = {
        ref
        for node in nodes
        for ref in as_items(node.value.get("assessmentRefs"))
        if isinstance(ref, str)
    }
    total = len(analysis.workflow.records("assessments"))
    for name, (route, _) in analysis.assessments.items():
        # A reference that misspells it has a finding of its own.
        if name and name not in used and closest(name, used - set(analysis.assessments)) is None:
            yield Finding(
                (*route, "id"),
                f"no step refers to assessment {quoted(name)}",
                help="name it in the 'assessmentRefs' of a step, or delete it",
                fix=Fix(
                    "delete the assessment",
                    (Edit("delete", route if total > 1 else route[:1]),),
                    safe=True,
                    changes="an assessment that no step refers to is deleted",
                ),
            )
