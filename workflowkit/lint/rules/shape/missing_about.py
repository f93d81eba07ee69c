from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("S013", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_about(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has no description for people.

    ## Why

    People read `about` before they choose a workflow: when to use it, what it needs, and what it produces.
    100 to 400 words are usual.

    ## Bad

    ```json
    {
      "name": "Answer a request"
    }
    ```

    ## Good

    ```json
    {
      "name": "Answer a request",
      "about": "This workflow reads a request, asks what is missing, writes an answer and has it checked by somebody who did not write it. This workflow reads a request, asks what is missing, writes an answer and has it checked by somebody who did not write it. This workflow reads a request, asks what is missing, writes an answer and has it checked by somebody who did not write it."
    }
    ```
    """
    about = analysis.workflow.value.get("about")
    if about is None and analysis.workflow.steps:
        yield Finding(
            (),
            "the workflow has no 'about'",
            "describe in 100 to 400 words when to use it, what it needs and what it produces",
        )
    elif isinstance(about, str) and len(about.split()) < _FEWEST:
        yield Finding(
            ("about",),
            f"'about' has {len(about.split())} words; expected at least {_FEWEST}",
            "describe in 100 to 400 words when to use it, what it needs and what it produces",
        )


_FEWEST = 50
