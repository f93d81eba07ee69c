from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("metricsProfile")
@rule("M008", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_commit_profile(analysis: Analysis) -> Iterator[Finding]:
    """A step commits to a repository, but the profile does not ask for commits.

    ## Why

    Only the profile `coding` asks for the commits of a run.
    With another one the session has neither the commits nor the line counts.

    ## Bad

    ```json
    {
      "metricsProfile": "none",
      "steps": [{"id": "first", "title": "First", "prompt": "Fix the page. Then commit the change."}]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "coding",
      "steps": [{"id": "first", "title": "First", "prompt": "Fix the page. Then commit the change."}]
    }
    ```
    """
    profile = analysis.workflow.metrics_profile
    if profile in ("", "coding"):
        return
    for step in analysis.workflow.all_steps:
        for route, text in step.texts():
            if "commit" not in text.lower():
                continue
            match = _ORDER.search(text)
            if match:
                yield Finding(
                    route,
                    f"step '{step.id}' commits, but the profile '{profile}' asks for no commits",
                    help="declare the profile 'coding', or let the recipient of the result commit",
                    window=match.span("order"),
                )
                return


_ORDER = re.compile(
    r"(?:^|[.;:]\s+|\n[ \t]*(?:[-*]|\d+[.)])[ \t]+|\b(?:and|then|then,)\s+)"
    r"(?P<order>(?:run\s+)?`?git commit\b|commit\s+(?:the|your|all|every|each|it|them|only)\b)",
    re.IGNORECASE,
)
