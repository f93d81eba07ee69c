from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.condition_words import in_words
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.requirements import confirmation
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.json_values import as_text


@rule("Z301", severity=Severity.WARNING, since="0.1.0")
def weakened_confirmation(change: WorkflowChange) -> Iterator[Finding]:
    """A person does not have to confirm a step any more, or not always.

    ## Why

    A confirmation is where a person can stop the agent.
    Without it the step runs unseen; with a condition it runs unseen whenever the condition is false, also because nobody set its key.

    ## Bad

    ```json
    {
      "before": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes.", "requireConfirmation": true}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
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
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      },
      "after": {
        "steps": [
          {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."},
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes.", "requireConfirmation": true}
        ]
      }
    }
    ```
    """
    replacements = [step for step in change.added if confirmation(step) is True]
    for step in change.before.steps:
        before, later = confirmation(step), change.partner(step)
        if before is False or (later is None and replacements):
            continue
        after = confirmation(later) if later else False
        if after is True or after == before:
            continue
        if isinstance(after, dict):
            asked = as_text(after.get("kind")) or f"only when {in_words(after)}"
            fact = f"waits for confirmation by other rules: {asked}"
            if before is True:
                fact = (
                    f"waits for confirmation {asked}"
                    if "kind" not in after
                    else f"waits for {asked} instead of a person"
                )
        else:
            fact = "does not wait for confirmation any more"
            if later is None:
                fact = "waited for confirmation and was removed"
        yield Finding(
            (*later.route, "requireConfirmation") if later else ("steps",),
            f"{(later or step).name} {fact}",
            help="set 'requireConfirmation' to true, or have the change accepted",
            related=(change.place_before(step, "it waited here"),),
        )
