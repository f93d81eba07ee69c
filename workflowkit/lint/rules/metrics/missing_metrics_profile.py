from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("M001", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_metrics_profile(analysis: Analysis) -> Iterator[Finding]:
    """A workflow has no metrics profile.

    ## Why

    The profile decides what the engine asks for at the end: commits, pull requests, an outcome.
    Without one the engine asks for nothing; `none` states that this is intended.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "prompt": "Read the request."}]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "research",
      "steps": [{"id": "first", "title": "First", "prompt": "Read the request."}]
    }
    ```
    """
    if analysis.workflow.value and "metricsProfile" not in analysis.workflow.value:
        yield Finding(
            (),
            "the workflow has no 'metricsProfile'",
            help="add one of coding, review, research, design, ticket, none",
        )
