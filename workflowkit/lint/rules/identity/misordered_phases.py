from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("I008", severity=Severity.INFO, since="0.1.0")
def misordered_phases(analysis: Analysis) -> Iterator[Finding]:
    """The phase number of a step is lower than that of the step before.

    ## Why

    Steps run in the order of the file, whatever their numbers are.
    The numbers mislead readers about the order.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "phase-1-read", "title": "Read", "prompt": "Go on."},
        {"id": "phase-3-check", "title": "Check", "prompt": "Go on."},
        {"id": "phase-2-write", "title": "Write", "prompt": "Go on."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "phase-1-read", "title": "Read", "prompt": "Go on."},
        {"id": "phase-2-write", "title": "Write", "prompt": "Go on."},
        {"id": "phase-3-check", "title": "Check", "prompt": "Go on."}
      ]
    }
    ```
    """
    previous: tuple[tuple[int, str], Step] | None = None
    for step in analysis.workflow.steps:
        match = _ID.match(step.id)
        if match is None:
            continue
        label = (int(match[1]), match[2])
        if previous is not None and label < previous[0]:
            yield Finding(
                (*step.route, "id"),
                f"step '{step.id}' comes after '{previous[1].id}'",
                "reorder the steps, or renumber them",
                related=(Related((*previous[1].route, "id"), "this one comes first"),),
            )
        previous = label, step


_ID = re.compile(r"phase-([0-9]{1,9})([a-z]?)(?:-|$)")
