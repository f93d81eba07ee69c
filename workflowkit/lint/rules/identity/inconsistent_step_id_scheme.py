from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("I009", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def inconsistent_step_id_scheme(analysis: Analysis) -> Iterator[Finding]:
    """Some step ids are numbered and some are not.

    ## Why

    Readers rely on a scheme that most ids follow, and overlook the others.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "phase-1-read", "title": "Read", "prompt": "Go on."},
        {"id": "phase-2-write", "title": "Write", "prompt": "Go on."},
        {"id": "check", "title": "Check", "prompt": "Go on."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "prompt": "Go on."},
        {"id": "write", "title": "Write", "prompt": "Go on."},
        {"id": "check", "title": "Check", "prompt": "Go on."}
      ]
    }
    ```
    """
    steps = [step for step in analysis.workflow.steps if step.id]
    numbered = [step for step in steps if _NUMBERED.match(step.id)]
    plain = [step for step in steps if step not in numbered]
    few, many = sorted((numbered, plain), key=len)
    if few and len(many) < _MOST * len(steps):
        what = "have a phase number" if few is numbered else "have no phase number"
        yield Finding(
            (*few[0].route, "id"),
            f"{len(few)} of {len(steps)} step ids {what}, such as '{few[0].id}'",
            "use one scheme for all step ids",
        )


_MOST = 0.9
_NUMBERED = re.compile(r"phase-[0-9]")
