from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("runCondition")
@rule("S010", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_unconditional_step(analysis: Analysis) -> Iterator[Finding]:
    """Every step after the first has a condition.

    ## Why

    Paths without a shared step are several workflows in one file, each to be checked and fixed separately.
    Share at least the steps for verification and handoff.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        {"id": "brief", "title": "Brief", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "draft", "title": "Draft", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "full", "title": "Full", "prompt": "Write it.", "runCondition": {"var": "path", "not_equals": "A"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        {"id": "brief", "title": "Brief", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "full", "title": "Full", "prompt": "Write it.", "runCondition": {"var": "path", "not_equals": "A"}},
        {"id": "check", "title": "Check", "prompt": "Write it."}
      ]
    }
    ```
    """
    later = analysis.flow.later
    is_after = len(later) < len(analysis.flow.elements)
    if len(later) >= _ENOUGH and all(step.is_conditional for step in later):
        yield Finding(
            ("steps",),
            f"all {len(later)} steps{' after the first' * is_after} have a condition",
            "share a step without condition between the paths",
            on_key=True,
        )


_ENOUGH = 3
