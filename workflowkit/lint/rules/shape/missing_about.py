from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("S013", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_about(analysis: Analysis) -> Iterator[Finding]:
    """A workflow does not say to people what it is about.

    ## Why

    `about` is what a person reads before choosing the workflow: when to use it, what it asks for, what comes out.
    Without it the choice is made by the name alone; a few hundred words are right.

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
            "tell people in 100 to 400 words what it does for them",
        )
    elif isinstance(about, str) and len(about.split()) < _FEWEST:
        yield Finding(
            ("about",),
            f"'about' has {len(about.split())} words; people need more to choose by",
            "tell them in 100 to 400 words when to use it, what it asks for and what comes out",
        )


_FEWEST = 50
