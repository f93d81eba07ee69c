from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.condition_words import in_words
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import is_verification
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z305", severity=Severity.WARNING, since="0.1.0")
def removed_verification(change: WorkflowChange) -> Iterator[Finding]:
    """A step that checks the work is gone, or runs only under a condition.

    ## Why

    A step of its own for checking is what catches a result that only looks finished.
    Without it, or when its condition is false, the work passes unchecked.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
          {"id": "verify-result", "title": "Verify result", "prompt": "Run every check on the build and write down what failed."}
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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "build", "title": "Build", "prompt": "Build what was asked, one part after the other."},
          {"id": "verify-result", "title": "Verify result", "prompt": "Run every check on the build and write down what failed."}
        ]
      }
    }
    ```
    """
    for step in change.removed:
        if is_verification(step) and not any(map(is_verification, change.added)):
            yield Finding(
                ("steps",),
                f"{step.name}, which checked the work, was removed",
                help="keep the step, or have the change accepted",
                related=(change.place_before(step, "it was here"),),
            )
    for changed in change.steps:
        before, after = changed.before, changed.after
        condition = after.value.get("runCondition")
        if is_verification(before) and condition and not before.value.get("runCondition"):
            yield Finding(
                after.route if after.routine else (*after.route, "runCondition"),
                f"{after.name}, which checks the work, runs only when {in_words(condition)}",
                help="let it run always, or have the change accepted",
                related=(change.place_before(before, "it ran always"),),
            )
