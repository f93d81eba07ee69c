from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import as_fields


@rule("R015", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def optional_contract(analysis: Analysis) -> Iterator[Finding]:
    """A step demands an artifact and lets it be left out.

    ## Why

    With `required: false` a missing artifact is fine, while a malformed one still blocks.
    So leaving it out is the safe way for the agent, and whoever waits for it waits in vain.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "judge", "title": "Judge", "prompt": "Give the verdict.", "outputContract": {"contractRef": "wr.contracts.review_verdict", "required": false}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "judge", "title": "Judge", "prompt": "Give the verdict.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
      ]
    }
    ```

    ## Fix

    Deletes `required`, so that the artifact is demanded.

    ## When not

    While agents learn a new contract it may be optional for a time.
    """
    for step in analysis.workflow.prompt_steps:
        if step.contract and as_fields(step.value["outputContract"]).get("required") is False:
            route = (*step.route, "outputContract", "required")
            yield Finding(
                route,
                f"the artifact of step '{step.id}' may be left out",
                help="delete 'required', or drop the contract",
                on_key=True,
                fix=Fix("delete 'required'", (Edit("delete", route),)),
            )
