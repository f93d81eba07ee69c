from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule

_USUAL: Mapping[str, frozenset[str]] = {
    "coding": frozenset({"coding"}),
    "review_audit": frozenset({"review", "research"}),
    "investigation": frozenset({"research", "review"}),
    "design": frozenset({"design", "research"}),
    "documentation": frozenset({"coding", "research", "design"}),
    "tickets": frozenset({"ticket", "design"}),
    "learning": frozenset({"research", "design"}),
    "authoring": frozenset({"design", "coding", "research"}),
}


@needs("metricsProfile")
@rule("M006", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def mismatched_profile_tags(analysis: Analysis) -> Iterator[Finding]:
    """The metrics profile is unusual for the tags of the workflow.

    ## Why

    A workflow for tickets with the profile `research` counts in the wrong group.
    Often the profile was copied with the file that the workflow is based on.

    ## Bad

    ```json
    {
      "id": "wr.adaptive-ticket-creation",
      "metricsProfile": "research",
      "steps": [{"id": "first", "title": "First", "prompt": "Write the tickets."}]
    }
    ```

    ## Good

    ```json
    {
      "id": "wr.adaptive-ticket-creation",
      "metricsProfile": "ticket",
      "steps": [{"id": "first", "title": "First", "prompt": "Write the tickets."}]
    }
    ```
    """
    profile = analysis.workflow.metrics_profile
    tags = [tag for tag in analysis.tags if tag in _USUAL]
    usual = frozenset[str]().union(*(_USUAL[tag] for tag in tags))
    if tags and profile not in ("", "none") and profile not in usual:
        yield Finding(
            ("metricsProfile",),
            f"profile '{profile}' is unusual for the tags {', '.join(tags)}",
            help="choose one of " + ", ".join(sorted(usual)),
        )
