from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.decidable import contexts_for
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.runtime.conditions import evaluate
from workflowkit.text.routes import Json


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
            if isinstance(when, dict) and _is_contradiction(step, run, when):
                yield Finding(
                    (*route, "when"),
                    "this fragment is never shown: its condition contradicts the run condition of the step",
                    help="correct one of the two conditions, or delete the fragment",
                    related=(Related((*step.route, "runCondition"), "the run condition"),),
                    on_key=True,
                )


def _is_contradiction(step: Step, run: Json, when: Json) -> bool:
    """Return whether *run* and *when* can each hold, but not together."""
    contexts = contexts_for(step, run, when)
    if contexts is None:
        return False
    can_run = can_show = False
    for context in contexts:
        runs, shows = evaluate(run, context), evaluate(when, context)
        if runs and shows:
            return False
        can_run, can_show = can_run or runs, can_show or shows
    return can_run and can_show
