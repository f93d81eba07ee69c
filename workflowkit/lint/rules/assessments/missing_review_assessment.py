from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("A015", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_review_assessment(analysis: Analysis) -> Iterator[Finding]:
    """A review workflow has no assessment.

    ## Why

    A review is only as good as the evidence for its findings, and agents tend to finish early.
    An assessment of the last step asks for that evidence and sends the agent back when it is missing.

    ## Bad

    ```json
    {
      "id": "acme.audit",
      "steps": [
        {"id": "review", "title": "Review", "prompt": "Review the change and report what you find."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "id": "acme.audit",
      "assessments": [
        {"id": "proof-gate", "purpose": "Whether the findings are proved.", "dimensions": [{"id": "unproven", "purpose": "A finding without a place in the code.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "prompt": "Review the change and report no unproven finding.",
          "assessmentRefs": ["proof-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Find the place and the consequence of each unproven finding, or drop it."}}]
        }
      ]
    }
    ```
    """
    if "review_audit" in analysis.tags and not analysis.assessments:
        yield Finding(
            ("id",),
            f"workflow '{analysis.workflow.id}' is tagged as a review, but has no assessment",
            help="add an assessment of the evidence to the step that validates the findings",
        )
