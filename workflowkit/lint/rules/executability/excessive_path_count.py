from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("E006", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def excessive_path_count(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has too many paths to review.

    ## Why

    Each path has to be reviewed and tested like a workflow of its own.
    Independent keys multiply paths; one key that selects the path adds them.

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
            f"the workflow has {count} different paths; expected at most {_BUDGET}",
            "select the path by one key, and test only that key",
            on_key=True,
        )


_BUDGET = 24
