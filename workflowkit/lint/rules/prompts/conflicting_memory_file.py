from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import by_words
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("P040", severity=Severity.INFO, since="0.1.0")
def conflicting_memory_file(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt keeps the state of the run in a file of its own.

    ## Why

    Notes and captured keys survive a restart and are shown again; a file is read only when a prompt requests it, and two runs overwrite each other's.
    The file and the notes soon contradict each other.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "build",
          "title": "Build",
          "prompt": "Build the next part and update PROGRESS.md."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "build",
          "title": "Build",
          "prompt": "Build the next part and note which parts are done.\n\nCapture:\n- `openPartCount`: number: parts that are left"
        }
      ]
    }
    ```

    ## When not

    A file that is itself the deliverable, such as the argument of a routine.
    """
    deliverables = {
        value
        for step in analysis.workflow.all_steps
        for value in step.arguments.values()
        if isinstance(value, str)
    }
    orders = (
        (passage, match)
        for passage, match in analysis.passages.find_in_text(_KEEPING, ".md", ".txt", ".json")
        if match["name"] not in deliverables and not passage.is_forbidden(match.start())
    )
    for places in by_words(orders):
        passage, match = places[0]
        yield Finding(
            passage.route,
            f"'{match['name']}' holds the state of the run, which notes and captured keys keep",
            help="ask for it in the notes, or capture the keys that later steps need",
            window=match.span("name"),
            related=tuple(Related(other.route, "also kept here") for other, _ in places[1:]),
        )


_KEEPING = re.compile(
    r"\b(?:update|maintain|keep|append(?: [^.\n]{0,40})? to|save(?: [^.\n]{0,40})? (?:to|in)|record(?: [^.\n]{0,40})? in|track(?: [^.\n]{0,40})? in|create|write(?: [^.\n]{0,40})? to)"
    r"\s+(?:the |a |your )?[`'\"*]*(?P<name>(?:[\w./-]*/)?(?:progress|state|status|context|memory|session|scratchpad|working[-_]notes|execution[-_](?:log|state))(?:[-_]\w+)?\.(?:md|txt|json))\b",
    re.IGNORECASE,
)
