from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import StepChange, WorkflowChange
from workflowkit.changes.requirements import assessments, consequences
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted


@rule("Z304", severity=Severity.WARNING, since="0.1.0")
def removed_consequence(change: WorkflowChange) -> Iterator[Finding]:
    """A level of an assessment has no consequence any more.

    ## Why

    A consequence sends work back until the assessment is better.
    Without it the same level passes.
    A level that has another name now keeps its consequence when the new name has one.

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
        # An assessment that is gone itself is reported as such.
        lost = [
            (ref, level)
            for ref, level in consequences(step.before)
            if ref in assessments(step.after)
            and (ref, level) not in consequences(step.after)
            and not _is_replaced(ref, level, step, change)
        ]
        for level in dict.fromkeys(level for _, level in lost):
            refs = [ref for ref, its_level in lost if its_level == level]
            whose = (
                f" of {', '.join(map(quoted, refs))}" if len(assessments(step.after)) > 1 else ""
            )
            yield Finding(
                (*step.after.route, "assessmentConsequences"),
                f"level '{level}'{whose} has no consequence in {step.after.name} any more",
                help="keep the consequence, or have the change accepted",
                related=(change.place_before(step.before, "it was here"),),
            )


def _is_replaced(ref: str, level: str, step: StepChange, change: WorkflowChange) -> bool:
    """Return true when each dimension of the assessment *ref* that had *level* has a new one in its place, with a consequence."""
    before, after = change.before.levels, change.after.levels
    dimensions = {name[:2] for name in before if name[0] == ref and name[2:] == (level,)}
    new = {
        name[:2]
        for name in after
        if name not in before and len(name) == 3 and (ref, name[2]) in consequences(step.after)
    }
    return all(
        name in new and (*name, level) not in after for name in dimensions if name in after
    ) and bool(dimensions)
