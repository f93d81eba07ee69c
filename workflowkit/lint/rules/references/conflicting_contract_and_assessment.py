from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule


@needs("outputContract", "assessmentRefs")
@rule("R014", severity=Severity.ERROR, since="0.1.0")
def conflicting_contract_and_assessment(step: PromptStep) -> Iterator[Finding]:
    """A step has both a contract and an assessment.

    ## Why

    One requirement counts per step, and the contract comes first.
    The prompt still asks for the assessment, but a missing or wrong one is not noticed: an agent that leaves it out passes.
    Only a level that was given can still demand its follow-up.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "proof-gate", "purpose": "Whether the findings are proved.", "dimensions": [{"id": "unproven", "purpose": "A finding without a place in the code.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Give the verdict; no finding may be unproven.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"},
          "assessmentRefs": ["proof-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Find the place and the consequence of each unproven finding, or drop it."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "proof-gate", "purpose": "Whether the findings are proved.", "dimensions": [{"id": "unproven", "purpose": "A finding without a place in the code.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "prove",
          "title": "Prove",
          "prompt": "Go through the findings; none may be unproven.",
          "assessmentRefs": ["proof-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Find the place and the consequence of each unproven finding, or drop it."}}]
        },
        {"id": "judge", "title": "Judge", "prompt": "Give the verdict.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
      ]
    }
    ```
    """
    if step.contract and step.assessment_refs:
        yield Finding(
            (*step.route, "assessmentRefs"),
            f"a missing assessment of step '{step.id}' is not noticed: contract '{step.contract}' comes before it",
            help="assess in one step and submit the artifact in the next",
            on_key=True,
            related=(Related((*step.route, "outputContract"), "the contract"),),
        )
