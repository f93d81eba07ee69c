from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.metrics import lacks_outcome_request
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("runCondition")
@rule("S008", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def conditional_last_step(analysis: Analysis) -> Iterator[Finding]:
    """The last step is skipped on some paths.

    ## Why

    A path that skips the last step ends without a handoff, and without the questions about the outcome, which the engine asks in the last step.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "prompt": "Judge the size. Capture: `size`."},
        {
          "id": "hand-over",
          "title": "Hand over",
          "prompt": "Hand it over.",
          "runCondition": {"var": "size", "not_equals": "small"}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "prompt": "Judge the size. Capture: `size`."},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## When not

    Where no step after the first is shared, each path has its own last step.
    """
    elements = analysis.flow.elements
    is_router = len(elements) > _FEW and all(step.is_conditional for step in analysis.flow.later)
    # The rule about the outcome states what such a run lacks.
    is_reported = lacks_outcome_request(analysis.workflow, analysis.flow)
    if len(elements) > 1 and elements[-1].is_conditional and not is_router and not is_reported:
        yield Finding(
            (*elements[-1].route, "runCondition"),
            f"the last step, '{elements[-1].id}', does not run on every path",
            "add a last step without condition that all paths share",
            on_key=True,
        )


_FEW = 3
"""Number of steps up to which paths count as shared."""
