from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.criteria import Criterion
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.wording import quoted
from workflowkit.source.values import as_text


@rule("V003", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def criteria_term_not_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """The notes must hold a word that the prompt never says.

    ## Why

    `contains` compares letter by letter, capitals included.
    An agent that is told to undo something will not write 'Rollback' unless it reads that word.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the release and how to undo it.",
          "validationCriteria": [{"type": "contains", "value": "Rollback", "message": "say how to undo it"}]
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
          "prompt": "Plan the release and how to undo it, under the heading Rollback.",
          "validationCriteria": [{"type": "contains", "value": "Rollback", "message": "say how to undo it"}]
        }
      ]
    }
    ```

    ## Fix

    Adds a sentence with the word to a raw prompt.

    ## When not

    Words that the engine lists in the prompt by itself, the members of an `and`, need no mention.
    """
    for item in analysis.criteria:
        term = as_text(item.rule.get("value"))
        if item.type != "contains" or not term or item.is_shown or not item.is_demanded:
            continue
        shown = [analysis.rendered(item.step), *(text for _, text in item.step.texts())]
        if any(shown) and not any(term in text for text in shown):
            yield Finding(
                (*item.route, "value"),
                f"the notes must say {quoted(term)}, which the prompt never does",
                help="say the word in the prompt, exactly so",
                fix=_say(item, term),
            )


def _say(item: Criterion, term: str) -> Fix | None:
    if not item.step.prompt or item.step.calls_template:
        return None
    text = f"{item.step.prompt.rstrip()} Use the word '{term}' in your notes."
    return Fix("say the word in the prompt", (Edit("set", (*item.step.route, "prompt"), text),))
