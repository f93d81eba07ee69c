from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("C016", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def excessive_unused_captures(analysis: Analysis) -> Iterator[Finding]:
    """Most captured keys are read by no later step.

    ## Why

    Every captured key costs words in the prompt, work for the agent and space in each later call.
    A key that no condition, no token and no other step names has no effect.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "read",
          "title": "Read",
          "prompt": "Read it.\\n\\nCapture: `oneFact`, `twoFact`, `threeFact`, `fourFact`, `fiveFact`, `sixFact`, `sevenFact`, `eightFact`, `nineFact`, `tenFact`"
        },
        {"id": "plan", "title": "Plan", "prompt": "Plan from `oneFact`, `twoFact` and `threeFact`."},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "prompt": "Read it.\\n\\nCapture: `oneFact`, `twoFact`, `threeFact`"},
        {"id": "plan", "title": "Plan", "prompt": "Plan from `oneFact`, `twoFact` and `threeFact`."},
        {"id": "build", "title": "Build", "prompt": "Build it."}
      ]
    }
    ```

    ## When not

    Keys of the last two steps are results of the run; they are not counted.
    """
    context = analysis.context
    last = {step.route for step in analysis.workflow.steps[-2:]}
    keys = dict.fromkeys(
        capture.key for capture in context.captures if capture.step.route[:2] not in last
    )
    unused = [key for key in keys if not context.is_used(key)]
    if len(keys) >= _MANY and len(unused) > _SHARE * len(keys):
        shown = ", ".join(f"'{key}'" for key in unused[:4])
        yield Finding(
            ("steps",),
            f"{len(unused)} of {len(keys)} captured keys are read by no later step",
            help="keep the keys that a condition or a later step needs, and remove the others",
            note=f"among them {shown}",
            on_key=True,
        )


_MANY = 10
_SHARE = 0.6
