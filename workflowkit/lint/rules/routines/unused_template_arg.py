from __future__ import annotations

from collections.abc import Collection, Iterator

from workflowkit.analysis.calls import calls_of, placeholders
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.suggest import closest, listed
from workflowkit.source.routes import Route


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

    An argument whose name resembles one that the call does not give, or begins as the only missing one does, is renamed.
    Any other is deleted, which leaves the compiled workflow the same, unless the call misses an argument that it may stand for.
    """
    for step, routine in calls_of(analysis.workflow, analysis.environment.routines.by_template):
        used = {item.name for item in placeholders(routine.steps)}
        missing = used - step.arguments.keys()
        unused = [name for name in step.arguments if name not in used]
        for name in unused:
            route = (*step.route, "templateCall", "args", name)
            meant = _meant(name, missing) if len(unused) == 1 else closest(name, missing)
            yield Finding(
                route,
                f"routine '{routine.id}' has no place for argument '{name}'",
                f"did you mean '{meant}'?" if meant else listed(used) or "delete it",
                on_key=True,
                fix=_fix(route, meant, missing),
            )


def _meant(name: str, missing: Collection[str]) -> str | None:
    """Return the one of the *missing* arguments that *name* stands for, if any."""
    begun = [other for other in missing if other.startswith(name) or name.startswith(other)]
    return closest(name, missing) or (begun[0] if len(begun) == 1 else None)


def _fix(route: Route, meant: str | None, missing: Collection[str]) -> Fix | None:
    if meant:
        edit = Edit("rename", route, meant)
        changes = "the routine is given the argument"
        return Fix(f"rename it to '{meant}'", (edit,), safe=True, changes=changes)
    if missing:
        return None
    return Fix("delete the argument", (Edit("delete", route),), safe=True)
