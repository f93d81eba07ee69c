from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import StepChange, WorkflowChange
from workflowkit.changes.requirements import (
    assessments,
    contract,
    criteria,
    is_contract_required,
    loosened,
)
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import Route


@rule("Z104", severity=Severity.ERROR, since="0.1.0")
def stricter_output(change: WorkflowChange) -> Iterator[Finding]:
    """The output of a step has to satisfy more than in the old version.

    ## Why

    A session that waits at the step has the old requirements in its prompt.
    What it submits is refused until it satisfies the new ones, and a host that submits by itself cannot go on.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
        ]
      }
    }
    ```

    ## Good

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
          {"id": "judge", "title": "Judge", "prompt": "Judge the result.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        for key, fact in _demands(step):
            route: Route = step.after.route if step.after.routine else (*step.after.route, key)
            yield Finding(
                route,
                f"{step.after.name} {fact}",
                help="demand it in a new step, or let sessions under way end first",
                related=(change.place_before(step.before, "before"),),
            )


def _demands(step: StepChange) -> Iterator[tuple[str, str]]:
    """Yield what is demanded in addition, with the field that demands it."""
    before, after = step.before, step.after
    if contract(after) and contract(after) != contract(before):
        yield "outputContract", f"has to submit {contract(after)}"
    elif is_contract_required(after) and not is_contract_required(before):
        yield "outputContract", f"has to submit {contract(after)}, which was optional"
    added = [ref for ref in assessments(after) if ref not in assessments(before)]
    if added:
        listed = ", ".join(f"'{ref}'" for ref in added)
        yield "assessmentRefs", f"has to give the assessment {listed}"
    known = criteria(before)
    new = [rule for text, rule in criteria(after).items() if text not in known]
    if any(not any(loosened(old, rule) for old in known.values()) for rule in new):
        yield "validationCriteria", "has to satisfy other rules about its notes"
    if before.value.get("notesOptional") is True and after.value.get("notesOptional") is not True:
        yield "notesOptional", "has to end with notes, which were optional"
