from __future__ import annotations

from collections.abc import Iterator

from workflowkit.changes.change import WorkflowChange
from workflowkit.lint.rule import Finding, Severity, rule


@rule("Z401", severity=Severity.WARNING, since="0.1.0")
def changed_prompt(change: WorkflowChange) -> Iterator[Finding]:
    """The agent reads another text at a step than in the old version.

    ## Why

    The same id and version then stand for two different instructions, and results of runs cannot be compared.

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
          {"id": "build", "title": "Build", "prompt": "Build what was asked, and write down how."}
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
          {"id": "ship", "title": "Ship", "prompt": "Tag the release and publish the notes."}
        ]
      }
    }
    ```
    """
    for step in change.steps:
        if step.texts:
            names = ", ".join(text.name for text in step.texts)
            grown = len(step.after.text) - len(step.before.text)
            yield Finding(
                step.after.route,
                f"the agent reads another text at {step.after.name}: {names} ({grown:+} characters)",
                help="see the words with wfk diff, and raise the version",
                related=(change.place_before(step.before, "it was here"),),
            )
