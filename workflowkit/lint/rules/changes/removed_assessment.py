from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import assessments
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z303", severity=Severity.WARNING, since="0.1.0")
def removed_assessment(change: WorkflowChange) -> Iterator[Finding]:
    """A step does not have to give an assessment any more.

    ## Why

    An assessment makes the agent judge its own work, and its consequences send weak work back.
    Without it nothing is judged at this step.

    ## Bad

    ```json
    {
      "before": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "assessmentRefs": ["risk"]}
        ]
      },
      "after": {
        "assessments": [{"id": "risk", "purpose": "How risky.", "dimensions": [{"id": "reach", "purpose": "Who is affected.", "levels": ["low", "high"]}]}],
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
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
    """
    given = {ref for step in change.after.steps for ref in assessments(step)}
    new = set(_new(change))
    for step in change.before.steps:
        later = change.partner(step)
        kept = assessments(later) if later else given
        for ref in assessments(step):
            if ref in kept or ref in new:
                continue
            who = later.name if later and ref in given else "no step"
            does = "does not give" if later and ref in given else "gives"
            yield Finding(
                (*later.route, "assessmentRefs") if later else ("steps",),
                f"{who} {does} the assessment '{ref}' any more",
                help=f"let a step give '{ref}', or have the change accepted",
                related=(change.place_before(step, "it was given here"),),
            )


def _new(change: WorkflowChange) -> Iterator[str]:
    """Yield the assessments that a step gives which did not give them before."""
    for step in change.after.steps:
        before = change.origin(step)
        known = assessments(before) if before else []
        yield from (ref for ref in assessments(step) if ref not in known)
