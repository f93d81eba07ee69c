from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule("T005", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def template_call_dropped_field(analysis: Analysis) -> Iterator[Finding]:
    """A step that calls a template has a field that the call drops.

    ## Why

    The routine's steps take the place of the calling step, and of that step only the id, the arguments and the condition survive.
    Contracts, assessments, confirmations and everything else are gone without a word.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "ideas",
          "title": "Ideas",
          "requireConfirmation": true,
          "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 8}}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "ideas", "title": "Ideas", "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {"deliverableName": "ideas.md", "quantity": 8}}},
        {"id": "choose", "title": "Choose", "prompt": "Show me the ideas.", "requireConfirmation": true}
      ]
    }
    ```

    ## Fix

    Deletes the field, which leaves the compiled workflow as it is.
    Decide first whether a step of your own should have it.

    ## When not

    A field that is switched off, such as `requireConfirmation` with `false`, loses nothing.
    """
    for step in analysis.workflow.all_steps:
        if not step.calls_template:
            continue
        for key in _DROPPED:
            if step.value.get(key, False) is not False:
                route = (*step.route, key)
                yield Finding(
                    route,
                    f"the template call of step '{step.id}' drops '{key}'",
                    "move it to a step of your own in front or behind",
                    on_key=True,
                    fix=Fix("delete it", (Edit("delete", route),)),
                )


_DROPPED = (
    "agentRole",
    "guidance",
    "askForFiles",
    "hasValidation",
    "requireConfirmation",
    "validationCriteria",
    "outputContract",
    "assessmentRefs",
    "assessmentConsequences",
    "notesOptional",
    "functionDefinitions",
    "functionCalls",
    "functionReferences",
    "promptFragments",
)
