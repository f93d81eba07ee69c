from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("E006", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def path_count_budget(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has more paths than anyone can review.

    ## Why

    Each path is a workflow of its own: somebody has to think it through, and somebody has to try it out.
    Independent keys multiply paths; one key that names the route adds them.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose. Capture: `wantsA`, `wantsB`, `wantsC`, `wantsD`, `wantsE`."},
        {"id": "part-a", "title": "Part A", "prompt": "Write it.", "runCondition": {"var": "wantsA", "equals": "yes"}},
        {"id": "part-b", "title": "Part B", "prompt": "Write it.", "runCondition": {"var": "wantsB", "equals": "yes"}},
        {"id": "part-c", "title": "Part C", "prompt": "Write it.", "runCondition": {"var": "wantsC", "equals": "yes"}},
        {"id": "part-d", "title": "Part D", "prompt": "Write it.", "runCondition": {"var": "wantsD", "equals": "yes"}},
        {"id": "part-e", "title": "Part E", "prompt": "Write it.", "runCondition": {"var": "wantsE", "equals": "yes"}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose. Capture: `wantsA`, `wantsB`, `wantsC`."},
        {"id": "part-a", "title": "Part A", "prompt": "Write it.", "runCondition": {"var": "wantsA", "equals": "yes"}},
        {"id": "part-b", "title": "Part B", "prompt": "Write it.", "runCondition": {"var": "wantsB", "equals": "yes"}},
        {"id": "part-c", "title": "Part C", "prompt": "Write it.", "runCondition": {"var": "wantsC", "equals": "yes"}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```
    """
    count = len(analysis.flow.paths)
    if count > _BUDGET:
        yield Finding(
            ("steps",),
            f"the workflow has {count} different paths; {_BUDGET} are a lot",
            "let one key name the route, and test that key only",
            on_key=True,
        )
    elif not analysis.flow.is_exhaustive:
        yield Finding(
            ("steps",),
            "the tested keys have too many combinations to follow",
            "let one key name the route, and test that key only",
            on_key=True,
        )


_BUDGET = 24
