from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.criteria import Criterion
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.engine.javascript import is_number
from workflowkit.lint.rule import rule
from workflowkit.model.wording import spelled
from workflowkit.source.routes import Json


@rule("V004", severity=Severity.WARNING, since="0.1.0", fix="safe")
def criteria_length_unstated(analysis: Analysis) -> Iterator[Finding]:
    """The notes must have a length that the prompt does not state.

    ## Why

    Nobody hits an unknown number of characters by chance.
    The agent meets the bound by being blocked, pads the text, and may run out of attempts.

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

    Bounds that the engine lists in the prompt by itself, in an `and`, are stated there.
    """
    for item in analysis.criteria:
        if item.type != "length" or item.is_shown or not item.is_demanded:
            continue
        shown = "\n".join((analysis.rendered(item.step), *(text for _, text in item.step.texts())))
        bounds = [(key, item.rule.get(key)) for key in ("min", "max")]
        unstated = [
            (key, value) for key, value in bounds if _is_bound(value) and not _states(shown, value)
        ]
        if shown.strip() and unstated:
            demand = " and ".join(f"{_WORDS[key]} {spelled(value)}" for key, value in unstated)
            yield Finding(
                item.route,
                f"the notes must have {demand} characters, which the prompt does not say",
                help="state the bound in the prompt, or drop it",
                fix=_state(item, demand),
            )


_WORDS = {"min": "at least", "max": "at most"}


def _is_bound(value: Json) -> bool:
    """A bound of 0 or 1 is met by any notes at all."""
    return is_number(value) and value > 1


def _states(text: str, value: Json) -> bool:
    digits = re.sub(r"(?<=\d)[,.' ](?=\d{3}\b)", "", text)
    return re.search(rf"(?<!\d){re.escape(str(value))}(?!\d)", digits) is not None


def _state(item: Criterion, demand: str) -> Fix | None:
    if not item.step.prompt or item.step.calls_template:
        return None
    text = f"{item.step.prompt.rstrip()} Write {demand} characters of notes."
    return Fix(
        "state the bound in the prompt",
        (Edit("set", (*item.step.route, "prompt"), text),),
        safe=True,
        changes="the prompt states the length that is enforced",
    )
