from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("I006", severity=Severity.INFO, since="0.1.0")
def duplicate_step_title(analysis: Analysis) -> Iterator[Finding]:
    """Two steps share a title.

    ## Why

    People follow a run by its titles.
    Two steps with one title look like one step that does not end.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Decide", "prompt": "Go on."},
        {"id": "second", "title": "Decide", "prompt": "Go on."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Decide on the scope", "prompt": "Go on."},
        {"id": "second", "title": "Decide on the layout", "prompt": "Go on."}
      ]
    }
    ```
    """
    first_seen: dict[str, Step] = {}
    for step in analysis.workflow.all_steps:
        title = " ".join(step.title.lower().split())
        if not title or step.calls_template:
            continue
        first = first_seen.setdefault(title, step)
        if first is not step:
            yield Finding(
                (*step.route, "title"),
                f"title '{step.title}' is already used",
                "state in the title what is different about this step",
                related=(Related((*first.route, "title"), "first used here"),),
            )
