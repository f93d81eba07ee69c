from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("S015", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "routine"}))
def vague_description(analysis: Analysis) -> Iterator[Finding]:
    """The description does not state when to use the workflow.

    ## Why

    A list shows the description beside those of other workflows, to people and agents who choose one.
    One or two sentences that begin with the intent are enough; versions and terms of the format mean nothing there.

    ## Bad

    ```json
    {
      "description": "Lean v2 pipeline with prompt families and a shared execution spine for agents."
    }
    ```

    ## Good

    ```json
    {
      "description": "Use this to review a merge request from evidence and to get findings that can be acted on."
    }
    ```
    """
    text = analysis.workflow.text("description")
    if not text.strip():
        return
    if not _SHORTEST <= len(text) <= _LONGEST:
        yield Finding(
            ("description",),
            f"the description has {len(text)} characters; expected {_SHORTEST} to {_LONGEST}",
            "state in one or two sentences what it is used for",
        )
    if analysis.kind == "workflow" and not _INTENT.match(text):
        yield Finding(
            ("description",),
            "the description does not begin with the intent",
            "begin with 'Use this to'",
        )
    jargon = _JARGON.search(text)
    if jargon:
        yield Finding(
            ("description",),
            f"'{jargon.group()}' means nothing to a user who chooses a workflow",
            "describe what it does for the user",
            window=jargon.span(),
        )


_SHORTEST = 40
_LONGEST = 300
_INTENT = re.compile(r"\s*(?:use (?:this|it|when|for|to)|for when|when you)\b", re.IGNORECASE)
_JARGON = re.compile(
    r"\bv\d+(?:\.\d+)*\b|\bprompt ?blocks?\b|\btemplate ?calls?\b|\bprompt ?fragments?\b|\brun ?conditions?\b",
    re.IGNORECASE,
)
