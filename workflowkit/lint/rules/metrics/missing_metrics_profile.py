from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("M001", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_metrics_profile(analysis: Analysis) -> Iterator[Finding]:
    """A workflow does not say which outcome its runs report.

    ## Why

    The profile decides what the engine asks for at the end: commits, pull requests, an outcome.
    Without one it asks for nothing, and nobody can tell a decision from an omission.

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
            help="name what it produces: coding, review, research, design, ticket, or none",
        )
