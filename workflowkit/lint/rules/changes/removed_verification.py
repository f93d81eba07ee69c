from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.condition_words import in_words
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.conditions import is_skipped_more, run_condition
from workflowkit.changes.requirements import is_verification
from workflowkit.changes.version import VersionStep
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.routes import Json


@rule("Z305", severity=Severity.WARNING, since="0.1.0")
def removed_verification(change: WorkflowChange) -> Iterator[Finding]:
    """A step that checks the work is gone, or runs only under a condition.

    ## Why

    A step of its own for checking is what catches a result that only looks finished.
    Without it, or when its condition is false, the work passes unchecked.
    A loop with such a step counts as one.

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
        if _checks(before, change) and is_skipped_more(changed, change):
            yield Finding(
                after.route if after.routine else (*after.route, "runCondition"),
                f"{after.name}, which checks the work, runs only when {in_words(run_condition(after))}",
                help="let it run as often as before, or have the change accepted",
                related=(change.place_before(before, _before(run_condition(before))),),
            )


def _checks(step: VersionStep, change: WorkflowChange) -> bool:
    """Return true when *step* checks the work, or is a loop with such a step."""
    inner = (change.before.by_id[name] for name in step.body if name in change.before.by_id)
    return any(map(is_verification, (step, *inner)))


def _before(condition: Json) -> str:
    return "it ran always" if condition is True else f"it ran when {in_words(condition)}"
