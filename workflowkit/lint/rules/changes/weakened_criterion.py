from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import criteria, loosened
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z308", severity=Severity.WARNING, since="0.1.0")
def weakened_criterion(change: WorkflowChange) -> Iterator[Finding]:
    """The notes of a step have to satisfy less than in the old version.

    ## Why

    Rules about notes refuse a step that was ended without doing the work.
    A rule that is gone, or has wider limits, lets such a step pass.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "length", "min": 200, "message": "Write more."}, {"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "contains", "value": "Log", "message": "Name the log."}]}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other.", "validationCriteria": [{"type": "length", "min": 200, "message": "Write more."}, {"type": "contains", "value": "Log", "message": "Name the log."}]}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        before, after = criteria(step.before), criteria(step.after)
        lost = [rule for text, rule in before.items() if text not in after]
        # Of a rule with narrower limits nothing is lost.
        weaker = [rule for rule in lost if not any(loosened(new, rule) for new in after.values())]
        if weaker:
            yield Finding(
                (*step.after.route, "validationCriteria"),
                f"the notes of {step.after.name} have to satisfy less: the rule '{weaker[0].get('type')}' is gone or wider",
                help="keep the rule, or have the change accepted",
                related=(change.place_before(step.before, "it was here"),),
            )
