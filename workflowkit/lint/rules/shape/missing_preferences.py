from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("S016", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}), fix="unsafe")
def missing_preferences(analysis: Analysis) -> Iterator[Finding]:
    """A workflow recommends no autonomy and no risk policy.

    ## Why

    The engine warns when a session has other preferences than the workflow recommends.
    Without a recommendation there is no warning.

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
      "recommendedPreferences": {"recommendedAutonomy": "guided", "recommendedRiskPolicy": "conservative"}
    }
    ```

    ## Fix

    Adds `guided` and `conservative`, the most careful values; relax them where that is safe.
    """
    workflow = analysis.workflow
    if "recommendedPreferences" not in workflow.value and workflow.steps:
        careful = {"recommendedAutonomy": "guided", "recommendedRiskPolicy": "conservative"}
        edit = Edit("set", ("recommendedPreferences",), careful)
        yield Finding(
            (),
            "the workflow has no 'recommendedPreferences'",
            "recommend an autonomy and a risk policy",
            fix=Fix("recommend guided, conservative runs", (edit,)),
        )
