from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import assessments, consequences
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_fields


@rule("Z304", severity=Severity.WARNING, since="0.1.0")
def removed_consequence(change: WorkflowChange) -> Iterator[Finding]:
    """A level of an assessment has no consequence any more.

    ## Why

    A consequence sends work back until the assessment is better.
    Without it the same level passes.

    ## Bad

    ```json
    {
      "before": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "assessmentRefs": ["risk"], "assessmentConsequences": [{"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Reduce the reach first."}}]}
        ]
      },
      "after": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "assessmentRefs": ["risk"]}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "assessmentRefs": ["risk"], "assessmentConsequences": [{"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Reduce the reach first."}}]}
        ]
      },
      "after": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "assessmentRefs": ["risk"], "assessmentConsequences": [{"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Reduce it."}}]}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        if not assessments(step.after):
            continue  # The assessment itself is gone, which is reported.
        kept = consequences(step.after)
        for text, trigger in consequences(step.before).items():
            if text not in kept:
                yield Finding(
                    (*step.after.route, "assessmentConsequences"),
                    f"level '{as_fields(trigger).get('anyEqualsLevel')}' has no consequence in {step.after.name} any more",
                    help="keep the consequence, or have the change accepted",
                    related=(change.place_before(step.before, "it was here"),),
                )
