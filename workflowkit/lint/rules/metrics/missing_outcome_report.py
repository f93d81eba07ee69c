from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("metricsProfile")
@rule("M009", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def missing_outcome_report(analysis: Analysis) -> Iterator[Finding]:
    """A workflow for people has the profile `none` without a reason.

    ## Why

    The profile `none` is right where there is nothing to measure.
    Without a reason the next author cannot tell whether it was chosen or left over.

    ## Bad

    ```json
    {
      "metricsProfile": "none",
      "steps": [{"id": "first", "title": "First", "prompt": "Sort the task."}]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "none",
      "metaGuidance": ["No metrics are reported: the run sorts a task and leaves the outcome to the workflow it names."],
      "steps": [{"id": "first", "title": "First", "prompt": "Sort the task."}]
    }
    ```

    ## When not

    Workflows tagged `learning` serve one person and need no reason.
    """
    workflow = analysis.workflow
    if workflow.metrics_profile != "none" or "learning" in analysis.tags:
        return
    told = [workflow.text("about"), workflow.text("description"), *workflow.texts("metaGuidance")]
    if not any(_REASON.search(text) for text in told):
        yield Finding(
            ("metricsProfile",),
            "profile 'none' is declared without a reason",
            help="choose a profile, or state in metaGuidance why there is nothing to report",
        )


_REASON = re.compile(r"\bmetrics?\b|\bno outcome\b", re.IGNORECASE)
