from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import dimensions, recording_key
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("assessments")
@rule("A010", severity=Severity.WARNING, since="0.1.0")
def redundant_dimension(analysis: Analysis) -> Iterator[Finding]:
    """A dimension rates what a context key already records.

    ## Why

    The agent gives the same answer twice, once as a key and once as a level, and the two can differ.
    Conditions test the key and the follow-up depends on the level, so a run can pass one and fail the other.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "regression_risk", "purpose": "What else may break.", "levels": ["low", "high"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "promptBlocks": {"goal": "Fix the bug.", "outputRequired": {"regressionRiskBand": "one of low | high: what else may break"}},
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Make the change smaller or prove by tests that the callers still work."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "regression_risk", "purpose": "What else may break.", "levels": ["low", "high"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "promptBlocks": {"goal": "Fix the bug and weigh the regression risk.", "outputRequired": {"callerCount": "number: callers of what was changed"}},
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Make the change smaller or prove by tests that the callers still work."}}]
        }
      ]
    }
    ```

    ## When not

    A key that a later step sets records the result, which is no second answer.
    """
    for dimension in dimensions(analysis.workflow):
        capture = recording_key(analysis.context, analysis.workflow, dimension)
        if capture is not None:
            yield Finding(
                (*dimension.route, "id"),
                f"dimension {quoted(dimension.id)} rates what the context key '{capture.key}' already records",
                help="delete one of the two, or let the dimension rate something else",
                related=(Related(capture.route, "the key is set here"),),
            )
