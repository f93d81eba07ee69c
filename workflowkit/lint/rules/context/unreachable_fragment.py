from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.decidable import exclude_each_other
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule


@needs("promptFragments", "runCondition")
@rule("C030", severity=Severity.ERROR, since="0.1.0")
def unreachable_fragment(analysis: Analysis) -> Iterator[Finding]:
    """A fragment's condition contradicts the run condition of its step.

    ## Why

    The fragment is shown only when both conditions hold, and no values of their keys satisfy both.
    So the agent never reads its text.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the work.",
          "runCondition": {"var": "taskSize", "equals": "large"},
          "promptFragments": [{"id": "brief", "text": "One paragraph is enough.", "when": {"var": "taskSize", "equals": "small"}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "promptBlocks": {"goal": "Judge the size.", "outputRequired": {"taskSize": "one of small | large"}}},
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the work.",
          "promptFragments": [{"id": "brief", "text": "One paragraph is enough.", "when": {"var": "taskSize", "equals": "small"}}]
        }
      ]
    }
    ```

    ## When not

    Up to 3.118 the first step runs whatever its run condition says, so its fragments are not compared with it.
    """
    for step in analysis.workflow.all_steps:
        if analysis.context.is_presented_first(step) or not step.is_conditional:
            continue
        run = step.value["runCondition"]
        for route, fragment in step.fragments:
            when = fragment.get("when")
            if isinstance(when, dict) and exclude_each_other(step, run, when):
                yield Finding(
                    (*route, "when"),
                    "this fragment is never shown: its condition contradicts the run condition of the step",
                    help="correct one of the two conditions, or delete the fragment",
                    related=(Related((*step.route, "runCondition"), "the run condition"),),
                    on_key=True,
                )
