from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule("S016", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}), fix="unsafe")
def missing_preferences(analysis: Analysis) -> Iterator[Finding]:
    """A workflow recommends no autonomy and no risk policy.

    ## Why

    The author knows best how closely a run should be watched.
    Without a recommendation nobody is warned when a session is set up for something else.

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

    `guided` and `conservative` are written in; loosen them if the workflow can bear it.
    """
    workflow = analysis.workflow
    if "recommendedPreferences" not in workflow.value and workflow.steps:
        careful = {"recommendedAutonomy": "guided", "recommendedRiskPolicy": "conservative"}
        edit = Edit("set", ("recommendedPreferences",), careful)
        yield Finding(
            (),
            "the workflow has no 'recommendedPreferences'",
            "recommend an autonomy and a risk policy",
            fix=Fix("recommend to be guided and conservative", (edit,)),
        )
