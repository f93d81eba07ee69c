from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule


@needs("notesOptional")
@rule("S012", severity=Severity.WARNING, since="0.1.0", fix="safe")
def missing_required_notes(step: Step) -> Iterator[Finding]:
    """A step that needs notes makes them optional.

    ## Why

    Later steps, resumed sessions and people read the notes of a run.
    With an output contract notes are optional already, so the flag is redundant.
    A step that asks for a summary loses it when notes are optional.

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

    Deletes the key where a contract makes it redundant; elsewhere with `--unsafe-fixes`, because the step then requires notes.
    """
    if step.value.get("notesOptional") is not True or step.is_loop or step.calls_template:
        return
    route = (*step.route, "notesOptional")
    words = " ".join(text for _, text in step.texts())
    edits = (Edit("delete", route),)
    if "outputContract" in step.value:
        yield Finding(
            route,
            "'notesOptional' is implied by the output contract",
            "delete it",
            on_key=True,
            fix=Fix("delete the key", edits, safe=True, changes="the flag is no longer stored"),
        )
    elif len(words) > _LONG and _SUMMARY.search(words):
        yield Finding(
            route,
            f"step '{step.id}' asks for a summary, but makes notes optional",
            "delete 'notesOptional'",
            on_key=True,
            fix=Fix("delete the key", edits),
        )


_LONG = 300
_SUMMARY = re.compile(r"\b(?:summari[sz]e|summary|recap|hand ?over|hand-?off)\b", re.IGNORECASE)
