from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P053", severity=Severity.INFO, since="0.1.0")
def redundant_context_order(analysis: Analysis) -> Iterator[Finding]:
    """A prompt rules which context keys are sent or withheld.

    ## Why

    The engine keeps every key that was sent once, and adds the new ones to it.
    An agent that is told to withhold keys also withholds those that a condition or a loop needs.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "count",
          "title": "Count",
          "promptBlocks": {
            "goal": "Count the parts.",
            "outputRequired": {"partCount": "number: parts to do"}
          }
        },
        {"id": "sort", "title": "Sort", "prompt": "Sort the parts. Never send `partCount` again."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "count",
          "title": "Count",
          "promptBlocks": {
            "goal": "Count the parts.",
            "outputRequired": {"partCount": "number: parts to do"}
          }
        },
        {"id": "sort", "title": "Sort", "prompt": "Sort the parts."}
      ]
    }
    ```

    ## When not

    Orders about other addressees than the engine, such as what to send to a service.
    """
    keys = {*analysis.context.captures_by_key, "notes", "notesMarkdown", "context"}
    for passage, match in analysis.passages.find_in_text(
        _ORDER, "send", "Send", "submit", "Submit"
    ):
        if match["key"] in keys:
            yield Finding(
                passage.route,
                f"'{match[0]}' rules which context is sent",
                help="delete the sentence; list the keys that the step sets",
                window=match.span(),
            )


_ORDER = re.compile(
    r"\b(?:(?:re-?)?(?:send|submit) only|only (?:re-?)?(?:send|submit)|(?:never|do not|don['’]t) (?:re-?)?(?:send|submit))"
    r"\s+(?:the |your )?(?:keys? )?`(?P<key>[A-Za-z_]\w*)`",
    re.IGNORECASE,
)
