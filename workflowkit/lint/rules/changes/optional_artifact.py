from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import contract, is_contract_required
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z302", severity=Severity.WARNING, since="0.1.0")
def optional_artifact(change: WorkflowChange) -> Iterator[Finding]:
    """A step may end without the artifact that it had to submit.

    ## Why

    A required artifact is proof that the work was done.
    When it is optional, or another step alone submits it, a step that skips the work passes as well.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "outputContract": {"contractRef": "wr.contracts.review_verdict", "required": false}}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "outputContract": {"contractRef": "wr.contracts.review_verdict", "required": false}}
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
    """
    submitted = {contract(step) for step in change.after.steps}
    for step in change.steps:
        was_required = is_contract_required(step.before)
        name = contract(step.before)
        # Another contract is reported, as is one that no step submits any more.
        if contract(step.after) not in ("", name) or name not in submitted:
            continue
        if was_required and not is_contract_required(step.after) and name not in _new(change):
            yield Finding(
                (*step.after.route, "outputContract"),
                f"{step.after.name} may end without {name}",
                help="require it, or have the change accepted",
                related=(change.place_before(step.before, "it was required here"),),
            )


def _new(change: WorkflowChange) -> Iterator[str]:
    """Yield the contracts of which a step has to submit the artifact that did not submit it before."""
    for step in change.after.steps:
        before = change.origin(step)
        if is_contract_required(step) and not (before and contract(before) == contract(step)):
            yield contract(step)
