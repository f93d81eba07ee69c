from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted


@rule("C012", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def maybe_unset(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that is set on some paths only.

    ## Why

    On the other paths the key is unset, and the condition decides without anybody having thought of it.
    Only tests that the missing key really decides are reported: a condition that holds for other reasons is fine.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {"goal": "Plan it.", "outputRequired": {"needsReview": "boolean: whether a second reader is needed"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {"id": "review", "title": "Review", "prompt": "Review it.", "runCondition": {"var": "needsReview", "equals": true}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "size-up",
          "title": "Size up",
          "promptBlocks": {
            "goal": "Judge the size.",
            "outputRequired": {"taskSize": "one of small | large", "needsReview": "boolean: whether a second reader is needed"}
          }
        },
        {"id": "plan", "title": "Plan", "prompt": "Plan it.", "runCondition": {"var": "taskSize", "equals": "large"}},
        {"id": "review", "title": "Review", "prompt": "Review it.", "runCondition": {"var": "needsReview", "equals": true}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```
    """
    for gap in analysis.gaps:
        if gap.read.operator != "not_equals":
            setter = analysis.context.captures_by_key[gap.read.key][0]
            yield Finding(
                gap.read.route,
                f"{quoted(gap.read.key)} is not set on every path that leads here",
                help="set a default in a step that always runs, or test the branch as well",
                note="unset after " + ", ".join(step.id for step in gap.path.steps[:4]),
                related=(Related(setter.route, "set here, on some paths only"),),
            )
