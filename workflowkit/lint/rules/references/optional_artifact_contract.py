from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import as_fields


@needs("outputContract")
@rule("R015", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def optional_artifact_contract(step: PromptStep) -> Iterator[Finding]:
    """A step requires an artifact and makes it optional.

    ## Why

    With `required: false` a missing artifact passes, while an invalid one blocks the step.
    Omitting it is therefore the safe choice for the agent, and a consumer may never receive it.

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

    Deletes `required`, so that the artifact is required.

    ## When not

    A new contract may be optional during a transition.
    """
    if step.contract and as_fields(step.value["outputContract"]).get("required") is False:
        route = (*step.route, "outputContract", "required")
        yield Finding(
            route,
            f"the artifact of step '{step.id}' is optional",
            help="delete 'required', or remove the contract",
            on_key=True,
            fix=Fix("delete 'required'", (Edit("delete", route),)),
        )
