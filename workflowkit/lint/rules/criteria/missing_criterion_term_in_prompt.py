from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text
from workflowkit.text.wording import quoted


@needs("validationCriteria")
@rule("V003", severity=Severity.WARNING, since="0.1.0")
def missing_criterion_term_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """The notes must contain a word that the prompt does not state.

    ## Why

    `contains` is case-sensitive.
    An agent that is told to undo something does not write 'Rollback' unless it reads that word.

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

    ## When not

    Words that the engine lists in the prompt, the members of an `and`, need no mention.
    Several criteria that the prompt does not state are reported by `missing-criteria-in-prompt`.
    """
    for items in analysis.unstated_criteria.values():
        criterion = items[0]
        term = as_text(criterion.rule.get("value"))
        is_alone = len(items) == 1 and criterion.is_demanded and criterion.type == "contains"
        if is_alone and term and analysis.shown(criterion.step).strip():
            yield Finding(
                (*criterion.route, "value"),
                f"the notes of step '{criterion.step.id}' must contain {quoted(term)}, which its prompt does not state",
                help="use the word in the prompt, with the same capitals",
            )
