from __future__ import annotations

import math
from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.runtime.javascript import is_number
from workflowkit.text.json_text import is_finite
from workflowkit.text.wording import spelled

MOST = 1000
"""The highest `maxIterations` that the format allows."""


@rule("L027", severity=Severity.ERROR, since="0.1.0", fix="safe")
def excessive_loop_count(loop: Loop) -> Iterator[Finding]:
    """The count of a loop is above its own limit.

    ## Why

    `maxIterations` ends a loop silently.
    Passes beyond it never run, so part of the work is not done.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 9, "maxIterations": 3},
          "body": [{"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 3, "maxIterations": 3},
          "body": [{"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}}]
        }
      ]
    }
    ```

    ## Fix

    Raises `maxIterations` to the count.
    """
    count, bound = (loop.step.config.get(key) for key in ("count", "maxIterations"))
    if loop.step.loop_type != "for" or not (is_number(count) and is_number(bound)):
        return
    if is_finite(count) and math.ceil(count) > bound:
        route = (*loop.step.route, "loop", "maxIterations")
        passes = math.ceil(count)
        yield Finding(
            route,
            f"{loop.name} counts to {spelled(count)}, but ends after {spelled(bound)} passes",
            help="raise 'maxIterations' or lower 'count'",
            fix=Fix(
                f"raise 'maxIterations' to {passes}",
                (Edit("set", route, passes),),
                safe=True,
                changes="the loop runs as many passes as its count",
            )
            if passes <= MOST
            else None,
        )
