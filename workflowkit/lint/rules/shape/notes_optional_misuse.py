from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule("S012", severity=Severity.WARNING, since="0.1.0", fix="safe")
def notes_optional_misuse(analysis: Analysis) -> Iterator[Finding]:
    """A step that should leave notes may leave none.

    ## Why

    Notes are what a run remembers: later steps, resumed sessions and people read them.
    A step with an output contract need not leave any, so saying it again is idle.
    A step that is asked for a summary and may drop it loses the one thing it was for.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"},
          "notesOptional": true
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"}
        }
      ]
    }
    ```

    ## Fix

    The key is deleted where a contract makes it idle; elsewhere once you have looked, because notes are demanded from then on.
    """
    for step in analysis.workflow.all_steps:
        if step.value.get("notesOptional") is not True or step.is_loop or step.calls_template:
            continue
        route = (*step.route, "notesOptional")
        words = " ".join(text for _, text in step.texts())
        edits = (Edit("delete", route),)
        if "outputContract" in step.value:
            yield Finding(
                route,
                "'notesOptional' says what the output contract implies",
                "leave it out",
                on_key=True,
                fix=Fix("delete the key", edits, safe=True, changes="the flag is no longer stored"),
            )
        elif len(words) > _LONG and _SUMMARY.search(words):
            yield Finding(
                route,
                f"step '{step.id}' asks for a summary that the agent may leave out",
                "delete 'notesOptional'",
                on_key=True,
                fix=Fix("delete the key", edits),
            )


_LONG = 300
_SUMMARY = re.compile(r"\b(?:summari[sz]e|summary|recap|hand ?over|hand-?off)\b", re.IGNORECASE)
