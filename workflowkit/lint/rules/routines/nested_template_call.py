from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("templateCall")
@rule("T006", severity=Severity.ERROR, since="0.1.0")
def nested_template_call(analysis: Analysis) -> Iterator[Finding]:
    """A routine calls another routine.

    ## Why

    The engine provides no template for a routine that has a template call itself.
    It refuses a workflow that calls the routine as if it did not exist.

    ## Bad

    ```json
    {
      "id": "routine-outline",
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
      "id": "routine-outline",
      "steps": [
        {"id": "ideas", "title": "Ideas", "prompt": "Find eight ideas and write them to ideas.md."}
      ]
    }
    ```
    """
    if analysis.kind != "routine":
        return
    for step in analysis.workflow.steps:
        if step.calls_template:
            yield Finding(
                (*step.route, "templateCall"),
                f"step '{step.id}' of a routine calls a template, so no workflow can call the routine",
                "copy the steps of the other routine into this one",
                on_key=True,
            )
