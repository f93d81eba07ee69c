from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.constraints import lost_constraints
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import LONGEST, quoted


@rule("Z307", severity=Severity.WARNING, since="0.1.0")
def removed_constraint(change: WorkflowChange) -> Iterator[Finding]:
    """A sentence that demands or forbids something is gone from a prompt.

    ## Why

    The constraints of a prompt are what keeps the agent from harm.
    A sentence with "must", "never" or "only" that neither the step nor another one has any more, in these or other words, does not bind the agent.
    The same holds for one that has become a wish or has got an exception, by "should", "ideally" or "unless".

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked.", "constraints": ["Never change a file that the request does not name.", "Keep each part small."]}}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked.", "constraints": ["Keep each part small."]}}
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
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked.", "constraints": ["Never change a file that the request does not name.", "Keep each part small."]}}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build what was asked.", "constraints": ["Never change any file that the request does not name.", "Keep each part small."]}}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        # One finding each, because each is accepted alone.
        lost = lost_constraints(step.before.text, step.after.text, change.after.text)
        for sentence in dict.fromkeys(lost):
            yield Finding(
                step.after.route,
                f"{step.after.name} lost the sentence {quoted(sentence)}",
                help="keep it, or have the change accepted",
                note=sentence if len(sentence) > LONGEST else "",
                related=(change.place_before(step.before, "it was here"),),
            )
