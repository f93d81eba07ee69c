from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("S015", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "routine"}))
def description_style(analysis: Analysis) -> Iterator[Finding]:
    """The description does not tell when to use the workflow.

    ## Why

    A list shows the description next to its rivals, to people and agents who know nothing of how it is built.
    One or two sentences that begin with the intent are read; versions and the names of inner parts are not understood.

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
            "say in one or two sentences what it is used for",
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
            f"'{jargon.group()}' means nothing to somebody who looks for a workflow",
            "say what it does for its user",
            window=jargon.span(),
        )


_SHORTEST = 40
_LONGEST = 300
_INTENT = re.compile(r"\s*(?:use (?:this|it|when|for|to)|for when|when you)\b", re.IGNORECASE)
_JARGON = re.compile(
    r"\bv\d+(?:\.\d+)*\b|\bprompt ?blocks?\b|\btemplate ?calls?\b|\bprompt ?fragments?\b|\brun ?conditions?\b",
    re.IGNORECASE,
)
