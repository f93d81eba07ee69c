from __future__ import annotations

import json
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule


@needs("runCondition")
@rule("D005", severity=Severity.INFO, since="0.1.0")
def duplicate_run_condition(analysis: Analysis) -> Iterator[Finding]:
    r"""Many steps have the same run condition.

    ## Why

    The steps form a branch that the file does not show as one; a new step of the branch is easily added without the condition.
    A routine or a workflow of its own keeps the branch together.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size.\n\nCapture:\n- `depth`: one of quick | full: how deep to look"
        },
        {
          "id": "deep-one",
          "title": "Deep one",
          "prompt": "Look at part one.",
          "runCondition": {"var": "depth", "equals": "full"}
        },
        {
          "id": "deep-two",
          "title": "Deep two",
          "prompt": "Look at part two.",
          "runCondition": {"var": "depth", "equals": "full"}
        },
        {
          "id": "deep-three",
          "title": "Deep three",
          "prompt": "Look at part three.",
          "runCondition": {"var": "depth", "equals": "full"}
        },
        {
          "id": "deep-four",
          "title": "Deep four",
          "prompt": "Look at part four.",
          "runCondition": {"var": "depth", "equals": "full"}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "size",
          "title": "Size",
          "prompt": "Judge the size.\n\nCapture:\n- `depth`: one of quick | full: how deep to look"
        },
        {
          "id": "deep-look",
          "title": "Deep look",
          "prompt": "Look at the four parts in turn.",
          "runCondition": {"var": "depth", "equals": "full"}
        }
      ]
    }
    ```
    """
    steps_by_condition: dict[str, list[Step]] = {}
    for step in analysis.workflow.all_steps:
        if step.is_conditional:
            condition = json.dumps(step.value["runCondition"], sort_keys=True)
            steps_by_condition.setdefault(condition, []).append(step)
    for steps in steps_by_condition.values():
        if len(steps) >= _MANY:
            first, *others = steps
            yield Finding(
                (*first.route, "runCondition"),
                f"{len(steps)} steps have this run condition",
                help="move the branch into a routine or a workflow of its own, or join its steps",
                on_key=True,
                related=tuple(
                    Related((*step.route, "runCondition"), "the same condition") for step in others
                ),
            )


_MANY = 4
