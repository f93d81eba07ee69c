from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.wording import quoted


@rule("C015", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unused_routing_flag(analysis: Analysis) -> Iterator[Finding]:
    """A captured key is named like a switch, but nothing reads it.

    ## Why

    `needsReview`, `openCount` or `riskLevel` suggest that something depends on them.
    When no condition, token or later text does, the agent determines a value for nothing, and a reader expects a branch that does not exist.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read the request.", "outputRequired": {"needsReview": "boolean: whether a second reviewer is needed"}}},
        {"id": "plan", "title": "Plan", "prompt": "Plan the work."},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read the request.", "outputRequired": {"needsReview": "boolean: whether a second reviewer is needed"}}},
        {"id": "plan", "title": "Plan", "prompt": "Plan the work."},
        {"id": "review", "title": "Review", "prompt": "Have it reviewed.", "runCondition": {"var": "needsReview", "equals": true}},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## When not

    Keys of the last two steps are results of the run; they are not reported.
    """
    last = {step.route for step in analysis.workflow.steps[-2:]}
    results = {
        capture.key for capture in analysis.context.captures if capture.step.route[:2] in last
    }
    told: set[str] = set()
    for capture in analysis.context.captures:
        is_switch = _SWITCH.search(capture.key) is not None or capture.type == "boolean"
        is_result = capture.key.startswith("metrics_") or capture.key in results
        if capture.key in told or is_result or not is_switch:
            continue
        told.add(capture.key)
        if not analysis.context.is_used(capture.key):
            yield Finding(
                capture.route,
                f"{quoted(capture.key)} is captured, but no condition, token or other step names it",
                help="test it in a condition, name it in the step that needs it, or remove it",
                on_key=capture.window is None,
                window=capture.window,
            )


_SWITCH = re.compile(
    r"^(?:needs|has|is|should|can|requires|allows|use)(?=[A-Z_])"
    r"|(?:Count|Mode|Level|Tier|Passed|Needed|Required|Available|Ready|Changed|Detected|Updated|Band)$"
)
