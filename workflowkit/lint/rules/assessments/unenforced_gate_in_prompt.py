from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import is_truthy
from workflowkit.text.routes import Route


@needs(stems=("gate",))
@rule("A014", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unenforced_gate_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A prompt declares a gate that nothing enforces.

    ## Why

    An agent passes a gate in prose by claiming so.
    An assessment with a consequence sends the agent back, and a confirmation stops the run; a prompt does neither.

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

    Gates that are the subject of the work are not reported, nor are those of a pipeline.
    Workflows tagged `authoring` are skipped.
    """
    if "authoring" in analysis.tags:
        return
    told: set[Route] = set()
    assessing = (step for step in analysis.workflow.prompt_steps if step.assessment_refs)
    first = min(map(analysis.context.position, assessing), default=len(analysis.workflow.all_steps))
    for passage, match in analysis.passages.find(_GATE, "gate"):
        step = passage.step
        is_enforced = step.assessment_refs or step.contract or is_truthy(step.gate)
        lead = passage.lead(match.start())
        is_elsewhere = (
            passage.is_forbidden(match.start())
            or _ELSEWHERE.search(lead)
            or (_AFTER.search(lead) and analysis.context.position(step) > first)
        )
        if not (is_enforced or is_elsewhere or step.route in told):
            told.add(step.route)
            yield Finding(
                passage.route,
                f"the prompt of step '{step.id}' names a gate, but the step has no assessment",
                help="add an assessment with a consequence, or call it a rule",
                window=match.span(),
            )


_KIND = r"(?:hard|quality|readiness|completion|exit|verification|mandatory|blocking)[ -]gates?\b"
_GATE = re.compile(
    # A label, a gate that passes or fails, one that is passed, and one that the text calls so.
    rf"\b{_KIND}(?=\W{{0,3}}:|\s(?:\w+\s)?(?:holds?|pass(?:es|ed)?|fails?|failed|(?:is|are) (?:met|open|closed|passed))\b)"
    rf"|\b(?:pass(?:es|ed)?|meets?|satisf(?:y|ies)|clears?) (?:\w+ ){{0,2}}{_KIND}"
    rf"|\b(?:this|that|it|which|step) is an? {_KIND}"
    r"|\bgate (?:\d|[a-z]\b[):])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:CI|pipeline|build|deployment|release|project|repository|team|existing)(?:['’]s)?\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\b(?:if|when|whenever|once|unless|until|after|because)\b", re.IGNORECASE)
"""Words behind which a gate of an earlier step is meant, if there is one."""
