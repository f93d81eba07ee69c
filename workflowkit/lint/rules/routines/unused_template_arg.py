from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.calls import calls_of, placeholders
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.suggest import did_you_mean, meant


@needs("templateCall")
@rule("T003", severity=Severity.WARNING, since="0.1.0", fix="safe")
def unused_template_arg(analysis: Analysis) -> Iterator[Finding]:
    """A template call passes an argument that its routine does not use.

    ## Why

    Arguments replace `{name}` in the prompts and titles of the routine, and nothing else.
    An argument without such a place has no effect.

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

    Deletes the argument, unless the call misses one that it may stand for; the compiled workflow does not change.

    ## When not

    An argument that resembles a missing one is reported by `missing-template-arg`, whose fix renames it.
    """
    for step, routine in calls_of(analysis.workflow, analysis.compile_context.routines.by_template):
        used = {placeholder.name for placeholder in placeholders(routine.steps)}
        spare = [name for name in step.arguments if name not in used]
        missing = [name for name in used if name not in step.arguments]
        # A misspelled argument is reported where the argument that it was meant for is missing.
        for name in spare if not meant(spare, missing) else ():
            route = (*step.route, "templateCall", "args", name)
            yield Finding(
                route,
                f"routine '{routine.id}' has no place for argument '{name}'",
                did_you_mean(name, used) or "delete it",
                on_key=True,
                # It may stand for the missing one, so that its value is not to be lost.
                fix=None
                if missing
                else Fix("delete the argument", (Edit("delete", route),), safe=True),
            )
