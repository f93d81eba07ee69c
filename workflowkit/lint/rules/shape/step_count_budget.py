from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("S011", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def step_count_budget(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has very many steps, or only one.

    ## Why

    A workflow of one step is a prompt with a file around it.
    One of more than 25 is hard to hold in mind; parts of it are usually routines of their own.

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

    A classifier that answers in one step is right to have one.
    """
    count = len(analysis.workflow.all_steps)
    if count == 1 or count > _MOST:
        yield Finding(
            ("steps",),
            f"the workflow has {count} step{'s' * (count > 1)}; expected 2 to {_MOST}",
            "move a part into a routine" if count > 1 else "add what has to come before or after",
            on_key=True,
        )


_MOST = 25
