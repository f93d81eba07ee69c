from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.preview import startability
from workflowkit.lint.rule import Finding, Severity, rule


@rule(
    "E002",
    severity=Severity.ERROR,
    since="0.1.0",
    engines="< 3.119.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def missing_start_step(analysis: Analysis) -> Iterator[Finding]:
    """The workflow validates but cannot be started.

    ## Why

    A start searches the compiled steps for the first authored one.
    The steps of a routine replace a template call under other ids, so a workflow that begins with one validates and fails at every start.
    Engines from 3.119.0 on start with a step of their own, so that it can be started.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "ideas",
          "title": "Ideas",
          "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "ideas.md", "quantity": 8}
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "ideas",
          "title": "Ideas",
          "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "ideas.md", "quantity": 8}
          }
        }
      ]
    }
    ```
    """
    first = analysis.context.presented_first
    if first is None or not first.calls_template:
        return
    if startability(analysis.workflow.value, analysis.compilation.steps) != "ok":
        yield Finding(
            (*first.route, "templateCall"),
            f"the first step, '{first.id}', is replaced by a routine, so the run cannot start",
            "add a step with a prompt before it",
            on_key=True,
        )
