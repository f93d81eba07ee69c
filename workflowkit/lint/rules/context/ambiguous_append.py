from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.resending import says_whole
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("C021", severity=Severity.INFO, since="0.1.0")
def ambiguous_append(analysis: Analysis) -> Iterator[Finding]:
    """A text orders to append to a captured key without sending all of it.

    ## Why

    The engine replaces a key with the value of the next call, and merges nothing below it.
    An agent that sends only the new entries deletes the old ones.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List the risks. Capture: `riskList`."},
        {"id": "probe", "title": "Probe", "prompt": "Search for what was overlooked and append it to `riskList`."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "list", "title": "List", "prompt": "List the risks. Capture: `riskList`."},
        {"id": "probe", "title": "Probe", "prompt": "Search for what was overlooked, append it to `riskList` and send the whole list again."}
      ]
    }
    ```
    """
    captures = analysis.context.captures_by_key
    for step in analysis.workflow.all_steps:
        told: set[str] = set()
        for route, text in step.texts():
            for match in _APPEND.finditer(text):
                key = match.group("key")
                setters = [
                    capture for capture in captures.get(key, ()) if capture.type not in _SINGLE
                ]
                if key in told or not setters or says_whole(step, key):
                    continue
                told.add(key)
                yield Finding(
                    route,
                    f"this appends to '{key}', but a key is replaced whole by what is sent",
                    help=f"ask for all of '{key}', the old entries and the new ones",
                    related=(Related(setters[0].route, "captured here"),),
                    window=match.span("key"),
                )


_APPEND = re.compile(
    r"\b(?:append|add|push)\b(?:[^.\n`]|`[^`\n]*`){0,120}?\b(?:to|onto|into)\s+(?:the\s+)?(?:list\s+|log\s+|map\s+)?"
    r"`(?P<key>[A-Za-z_][A-Za-z0-9_]*)`",
    re.IGNORECASE,
)
_SINGLE = frozenset({"number", "boolean", "text", "one of"})
