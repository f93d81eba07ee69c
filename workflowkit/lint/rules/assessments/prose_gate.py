from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import is_truthy


@rule("A014", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def prose_gate(analysis: Analysis) -> Iterator[Finding]:
    """A prompt speaks of a gate that nothing enforces.

    ## Why

    A gate in prose is passed by saying so.
    An assessment with a consequence sends the agent back, and a confirmation stops the run; words do neither.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "fix", "title": "Fix", "prompt": "Fix the bug. Hard gate: a test must fail without the fix."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "untested", "purpose": "No test fails without the fix.", "levels": ["no", "yes"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug. Hard gate: leave nothing untested.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "yes"}, "effect": {"kind": "require_followup", "guidance": "Write the test that fails without the fix, run it both ways, and rate again."}}]
        }
      ]
    }
    ```

    ## When not

    Workflows about workflows speak of gates as their subject.
    """
    if "authoring" in analysis.tags:
        return
    for passage, match in analysis.passages.first_of_each_step(_GATE, "gate"):
        step = passage.step
        is_enforced = step.assessment_refs or step.contract or is_truthy(step.gate)
        if not is_enforced and not passage.is_forbidden(match.start()):
            yield Finding(
                passage.route,
                f"step '{step.id}' speaks of a gate, but gives no assessment",
                help="make it an assessment with a consequence, or call it a rule",
                window=match.span(),
            )


_GATE = re.compile(
    r"\b(?:hard|quality|readiness|completion|exit|verification|mandatory|blocking)[ -]gates?\b"
    r"|\bgate (?:\d|[a-z]\b[):])",
    re.IGNORECASE,
)
