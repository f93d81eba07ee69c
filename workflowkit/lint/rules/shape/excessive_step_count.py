from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("S011", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def excessive_step_count(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has too many steps, or only one.

    ## Why

    A workflow with one step is a prompt and needs no workflow.
    One with more than 25 steps is hard to review; parts of it are usually routines.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "second", "title": "Write", "prompt": "Write the answer."}
      ]
    }
    ```

    ## When not

    A workflow that answers in one step, such as a classifier, needs only one.
    """
    count = len(analysis.workflow.all_steps)
    if count == 1 or count > _MOST:
        yield Finding(
            ("steps",),
            f"the workflow has {count} step{'s' * (count > 1)}; expected 2 to {_MOST}",
            "move a part into a routine"
            if count > 1
            else "add the steps before or after it, or use a plain prompt",
            on_key=True,
        )


_MOST = 25
