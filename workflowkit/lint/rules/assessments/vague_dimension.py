from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.dimensions import dimensions, recording_key
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("assessments")
@rule("A008", severity=Severity.WARNING, since="0.1.0")
def vague_dimension(analysis: Analysis) -> Iterator[Finding]:
    """A dimension asks for confidence or quality in general.

    ## Why

    The answer to a general question is a general impression, which is nearly always good.
    A dimension that names one failure tells the agent what to search for.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "confidence", "purpose": "How sure you are.", "levels": ["low", "high"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug and state your confidence.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "low"}, "effect": {"kind": "require_followup", "guidance": "Find out what makes you doubt, settle it by an observation, and rate again."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "fix-gate", "purpose": "Whether the fix may go out.", "dimensions": [{"id": "unreproduced", "purpose": "The bug was never seen before the fix.", "levels": ["no", "yes"]}]}
      ],
      "steps": [
        {
          "id": "fix",
          "title": "Fix",
          "prompt": "Fix the bug; a fix of something unreproduced proves nothing.",
          "assessmentRefs": ["fix-gate"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "yes"}, "effect": {"kind": "require_followup", "guidance": "Take the fix out, reproduce the bug, put the fix back, and rate again."}}]
        }
      ]
    }
    ```
    """
    for dimension in dimensions(analysis.workflow):
        words = _WORD.findall(dimension.id.lower())
        is_vague = words and _GENERIC & set(words) and set(words) <= _GENERIC | _FILLERS
        # What a key records as well is reported as such.
        if is_vague and not recording_key(analysis.context, analysis.workflow, dimension):
            yield Finding(
                (*dimension.route, "id"),
                f"dimension {quoted(dimension.id)} names no specific failure",
                help="name the failure that the agent is to search for",
            )


_WORD = re.compile(r"[a-z]+")
_GENERIC = frozenset(
    {"confidence", "quality", "overall", "score", "readiness", "rating", "goodness"}
)
_FILLERS = frozenset({"level", "general", "total", "final", "band", "grade", "check", "gate"})
