from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.calls import calls_of, placeholders
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import did_you_mean


@rule("T003", severity=Severity.WARNING, since="0.1.0", fix="safe")
def unused_template_arg(analysis: Analysis) -> Iterator[Finding]:
    """A template call gives an argument that its routine never uses.

    ## Why

    Arguments are written into the `{name}` places of the routine's prompts and titles, and nowhere else.
    What has no place there is lost, though the caller reads as if it mattered.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "ideas",
          "title": "Ideas",
          "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "ideas.md", "quantity": 8, "tone": "bold"}
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

    ## Fix

    The argument is deleted; the compiled workflow stays the same.
    """
    for step, routine in calls_of(analysis.workflow, analysis.environment.routines.by_template):
        used = {item.name for item in placeholders(routine.steps)}
        for name in step.arguments:
            if name not in used:
                route = (*step.route, "templateCall", "args", name)
                yield Finding(
                    route,
                    f"routine '{routine.id}' has no place for argument '{name}'",
                    did_you_mean(name, used) or "delete it",
                    on_key=True,
                    fix=Fix("delete the argument", (Edit("delete", route),), safe=True),
                )
