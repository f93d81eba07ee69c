from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.criteria import Criterion, unstated_bounds
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.wording import spelled


@needs("validationCriteria")
@rule("V004", severity=Severity.WARNING, since="0.1.0", fix="safe")
def missing_criterion_length_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """The notes must have a length that the prompt does not state.

    ## Why

    The agent learns of the bound when the engine blocks the step.
    It then pads or cuts the text, and may run out of attempts.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move.",
          "validationCriteria": [{"type": "length", "min": 800, "message": "too short"}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move. Write at least 800 characters.",
          "validationCriteria": [{"type": "length", "min": 800, "message": "too short"}]
        }
      ]
    }
    ```

    ## Fix

    Adds a sentence with the bounds to a raw prompt.

    ## When not

    Bounds that the engine lists in the prompt, the members of an `and`, are stated there.
    Several criteria that the prompt does not state are reported by `missing-criteria-in-prompt`.
    """
    for items in analysis.unstated_criteria.values():
        criterion = items[0]
        if len(items) > 1 or not criterion.is_demanded or criterion.type != "length":
            continue
        shown = analysis.shown(criterion.step)
        if shown.strip():
            bounds = unstated_bounds(shown, criterion)
            demand = " and ".join(f"{_WORDS[key]} {spelled(value)}" for key, value in bounds)
            yield Finding(
                criterion.route,
                f"the notes of step '{criterion.step.id}' must have {demand} characters, which its prompt does not state",
                help="state the bound in the prompt, or delete it",
                fix=_state(criterion, demand),
            )


_WORDS = {"min": "at least", "max": "at most"}


def _state(criterion: Criterion, demand: str) -> Fix | None:
    if not criterion.step.prompt or criterion.step.calls_template:
        return None
    prompt = criterion.step.prompt.rstrip()
    end = "" if prompt.endswith((".", "!", "?", ":", "```")) else "."
    between = "\n\n" if "\n" in prompt else " "
    text = f"{prompt}{end}{between}Write {demand} characters of notes."
    return Fix(
        "state the bound in the prompt",
        (Edit("set", (*criterion.step.route, "prompt"), text),),
        safe=True,
        changes="the prompt states the length that is enforced",
    )
