from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import Dimension, dimensions
from workflowkit.analysis.prompts.similarity import n_in_order
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.wording import quoted

TOO_ALIKE = 80
"""The similarity of two purposes, in percent, above which they ask the same."""


@needs("assessments")
@rule("A009", severity=Severity.WARNING, since="0.1.0")
def duplicate_dimension_purpose(analysis: Analysis) -> Iterator[Finding]:
    """Two dimensions ask nearly the same question.

    ## Why

    Separate dimensions are useful when one can fail while the others pass.
    Two that always agree count one failure twice and hide that another is missing.

    ## Bad

    ```json
    {
      "assessments": [
        {
          "id": "fix-gate",
          "purpose": "Whether the fix may go out.",
          "dimensions": [
            {"id": "unseen", "purpose": "The bug was never seen before the fix.", "levels": ["no", "yes"]},
            {"id": "unreproduced", "purpose": "The bug was never seen before this fix.", "levels": ["no", "yes"]}
          ]
        }
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug; a fix of something unseen or unreproduced proves nothing.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "yes"}, "effect": {"kind": "require_followup", "guidance": "Take the fix out, reproduce the bug, put the fix back, and rate again."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {
          "id": "fix-gate",
          "purpose": "Whether the fix may go out.",
          "dimensions": [
            {"id": "unseen", "purpose": "The bug was never seen before the fix.", "levels": ["no", "yes"]},
            {"id": "untested", "purpose": "No test fails when the fix is taken out.", "levels": ["no", "yes"]}
          ]
        }
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug; a fix of something unseen proves nothing, an untested one does not last.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "yes"}, "effect": {"kind": "require_followup", "guidance": "Take the fix out, reproduce the bug, put the fix back, and rate again."}}]
        }
      ]
    }
    ```

    ## When not

    Assessments that no step combines ask the same question about different work.
    """
    together = {
        frozenset(pair)
        for step in analysis.workflow.prompt_steps
        for pair in combinations(step.assessment_refs, 2)
    }
    told: set[Dimension | tuple[str | int, ...]] = set()
    for first, second in combinations(list(dimensions(analysis.workflow)), 2):
        pair = frozenset((first.assessment, second.assessment))
        if (len(pair) > 1 and pair not in together) or second.route in told:
            continue
        if _are_alike(first.purpose.lower(), second.purpose.lower()):
            told.add(second.route)
            yield Finding(
                (*second.route, "purpose"),
                f"dimension {quoted(second.id)} asks nearly what dimension {quoted(first.id)} asks",
                help="delete one, or state what only this one finds",
                related=(Related((*first.route, "purpose"), "the other question"),),
            )


def _are_alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    # Importing a library for a few short texts would take longer than comparing them.
    return 200 * n_in_order(one, other) > TOO_ALIKE * (len(one) + len(other))
