from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule


@needs("templateCall")
@rule("T005", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def ignored_template_call_field(step: Step) -> Iterator[Finding]:
    """A template call drops a field of its step.

    ## Why

    The steps of the routine replace the calling step, of which only the id, the arguments and the condition remain.
    Contracts, assessments, confirmations and all other fields are dropped silently.

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

    Deletes the field; the compiled workflow does not change.
    Decide first whether another step should have it.

    ## When not

    A field that is disabled, such as `requireConfirmation` with `false`, loses nothing.
    """
    if not step.calls_template:
        return
    for key in _DROPPED:
        if step.value.get(key, False) is not False:
            route = (*step.route, key)
            yield Finding(
                route,
                f"the template call of step '{step.id}' drops '{key}'",
                "move it to a step before or after the call",
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
