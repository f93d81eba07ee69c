from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import PromptStep, Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Route


@needs("promptFragments")
@rule("P032", severity=Severity.INFO, since="0.1.0", fix="safe")
def missing_fragment_condition(step: PromptStep) -> Iterator[Finding]:
    r"""A prompt fragment has no condition.

    ## Why

    It is shown in every run, but apart from its prompt: fragments follow what the engine appends.
    Fragments are for what only some runs need.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "prompt": "Review the change.",
          "promptFragments": [{"id": "review-tests", "text": "Run the tests too."}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "review",
          "title": "Review",
          "prompt": "Review the change.\n\nRun the tests too."
        }
      ]
    }
    ```

    ## Fix

    Appends the text of a first fragment to a raw prompt; the order of the texts stays the same.

    ## When not

    A text that has to follow what the engine appends.
    """
    for index, (route, fragment) in enumerate(step.fragments):
        if not fragment.get("when") and as_text(fragment.get("text")):
            yield Finding(
                route,
                f"the fragment '{as_text(fragment.get('id'))}' is shown in every run",
                help="move its text into the prompt, or give it a 'when'",
                fix=_merged(step, route) if index == 0 else None,
            )


def _merged(step: Step, route: Route) -> Fix | None:
    """Return the fix that appends the first fragment to a raw prompt; None for prompt blocks, which have no place for it."""
    if not step.prompt:
        return None
    text = f"{step.prompt}\n\n{as_text(step.fragments[0][1].get('text'))}"
    gone = route if len(step.fragments) > 1 else route[:-1]
    return Fix(
        "append the text to the prompt",
        (Edit("set", (*step.route, "prompt"), text), Edit("delete", gone)),
        safe=True,
        changes="the text is in the prompt instead of below it",
    )
