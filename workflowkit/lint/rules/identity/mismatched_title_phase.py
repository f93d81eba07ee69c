from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("I007", severity=Severity.WARNING, since="0.1.0", fix="safe")
def mismatched_title_phase(step: Step) -> Iterator[Finding]:
    """The numbers in the title and the id of a step differ.

    ## Why

    People refer to a step by the number in its title, files and logs by its id.
    When the two differ, they mean different steps.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "phase-1-read", "title": "Phase 1: Read", "prompt": "Go on."},
        {"id": "phase-2-write", "title": "Phase 3: Write", "prompt": "Go on."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "phase-1-read", "title": "Phase 1: Read", "prompt": "Go on."},
        {"id": "phase-2-write", "title": "Phase 2: Write", "prompt": "Go on."}
      ]
    }
    ```

    ## Fix

    Writes the number of the id into the title, because runs and triggers refer to the id.
    """
    in_id, in_title = _ID.match(step.id), _TITLE.match(step.title)
    if in_id is None or in_title is None or in_id[1] != in_title[1].lower():
        return
    if int(in_id[2]) != int(in_title[2]):
        start, end = in_title.span(2)
        title = step.title[:start] + in_id[2] + step.title[end:]
        route = (*step.route, "title")
        yield Finding(
            route,
            f"the title says {in_title[1].lower()} {in_title[2]}, the id '{step.id}' says {in_id[2]}",
            "write one number in both",
            window=(start, end),
            fix=Fix(
                f"write {in_id[2]} in the title",
                (Edit("set", route, title),),
                safe=True,
                changes="the title of the step",
            ),
        )


_ID = re.compile(r"(phase|step)-([0-9]{1,9})[a-z]?(?:-|$)")
_TITLE = re.compile(r"\s*(phase|step)\s+([0-9]{1,9})", re.IGNORECASE)
