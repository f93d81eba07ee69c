from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.missing_values import Gap
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("not_equals")
@rule("C020", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def ambiguous_not_equals(analysis: Analysis) -> Iterator[Finding]:
    """A condition with `not_equals` holds because its key was never set.

    ## Why

    An unset key differs from every value, so the test passes on paths that never captured the key.
    A default for a forgotten key is fine; here the step that captures it has not run at all.
    All conditions that test the key are one finding.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "test",
          "title": "Test",
          "promptBlocks": {"goal": "Test it.", "outputRequired": {"testResult": "one of passed | failed"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {"id": "repair", "title": "Repair", "prompt": "Fix what failed.", "runCondition": {"var": "testResult", "not_equals": "passed"}},
        {"id": "deliver", "title": "Deliver", "prompt": "Deliver it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "test",
          "title": "Test",
          "promptBlocks": {"goal": "Test it.", "outputRequired": {"testResult": "one of passed | failed"}},
          "runCondition": {"var": "taskSize", "equals": "large"}
        },
        {
          "id": "repair",
          "title": "Repair",
          "prompt": "Fix what failed.",
          "runCondition": {"and": [{"var": "taskSize", "equals": "large"}, {"var": "testResult", "not_equals": "passed"}]}
        },
        {"id": "deliver", "title": "Deliver", "prompt": "Deliver it."}
      ]
    }
    ```

    ## When not

    An earlier step that names the key without clearly reading it may set it, and keeps the rule silent.
    """
    found: dict[str, list[Gap]] = {}
    for gap in analysis.gaps:
        if gap.read.operator == "not_equals" and gap.holds:
            found.setdefault(gap.read.key, []).append(gap)
    for key, gaps in found.items():
        setter = analysis.context.captures_of_key(key)[0]
        yield Finding(
            gaps[0].read.route,
            f"{quoted(key)} is captured on some paths only, and 'not_equals' holds on the others",
            help="test the branch that captures the key as well, or capture a default in a step that always runs",
            note="unset after " + ", ".join(step.id for step in gaps[0].path.steps[:4]),
            related=(
                Related(setter.route, "captured here, on some paths only"),
                *(Related(gap.read.route, "also tested here") for gap in gaps[1:]),
            ),
        )
