from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import contract
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z201", severity=Severity.ERROR, since="0.1.0")
def removed_artifact(change: WorkflowChange) -> Iterator[Finding]:
    """A step does not submit the artifact that it submitted in the old version.

    ## Why

    Hosts and other workflows read the artifact of a contract.
    They wait for it in vain when the step submits none, or one of another contract.

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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Make", "prompt": "Build what was asked, one part after the other.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
        ]
      }
    }
    ```
    """
    submitted = {contract(step) for step in change.after.steps}
    for step in change.before.steps:
        name = contract(step)
        later = change.partner(step)
        if not name or (later and contract(later) == name) or name in submitted:
            continue
        place = (*later.route, "outputContract") if later else ("steps",)
        yield Finding(
            place,
            f"{(later or step).name} does not submit {name} any more",
            help="submit it in this step or another one",
            related=(change.place_before(step, "it was submitted here"),),
        )
