from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.missing_values import Gap
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.wording import quoted


@rule("C012", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def maybe_unset_condition_key(analysis: Analysis) -> Iterator[Finding]:
    """A condition tests a key that is captured on some paths only.

    ## Why

    On the other paths the key is unset, and that alone decides the condition.
    Only tests whose outcome the missing key changes are reported: a condition that holds for other reasons is fine.
    All tests of one key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "promptBlocks": {"goal": "Plan it.", "outputRequired": {"needsReview": "boolean: whether a second reviewer is needed"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {"id": "review", "title": "Review", "prompt": "Review it.", "runCondition": {"var": "needsReview", "equals": true}},
        {"id": "deliver", "title": "Deliver", "prompt": "Deliver it."}
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
            "outputRequired": {"taskSize": "one of small | large", "needsReview": "boolean: whether a second reviewer is needed"}
          }
        },
        {"id": "plan", "title": "Plan", "prompt": "Plan it.", "runCondition": {"var": "taskSize", "equals": "large"}},
        {"id": "review", "title": "Review", "prompt": "Review it.", "runCondition": {"var": "needsReview", "equals": true}},
        {"id": "deliver", "title": "Deliver", "prompt": "Deliver it."}
      ]
    }
    ```
    """
    by_key: dict[str, list[Gap]] = {}
    for gap in analysis.gaps:
        if gap.read.operator != "not_equals":
            by_key.setdefault(gap.read.key, []).append(gap)
    for key, gaps in by_key.items():
        setter = analysis.context.captures_of_key(key)[0]
        yield Finding(
            gaps[0].read.route,
            f"{quoted(key)} is captured on some paths only, and another one leads here",
            help="capture a default in a step that always runs, or test the branch as well",
            note="unset after " + ", ".join(step.id for step in gaps[0].path.steps[:4]),
            related=(
                Related(setter.route, "captured here, on some paths only"),
                *(Related(gap.read.route, "also tested here") for gap in gaps[1:]),
            ),
        )
