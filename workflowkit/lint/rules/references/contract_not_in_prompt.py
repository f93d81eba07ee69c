from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("R010", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def contract_not_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A step demands an artifact that its prompt never speaks of.

    ## Why

    The engine adds the demand behind the prompt, which was written as if there were none.
    One line in the prompt tells the agent what the work has to lead to.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "judge", "title": "Judge", "prompt": "Look at the change and write down what you think.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "judge", "title": "Judge", "prompt": "Look at the change and end with a verdict and its findings.", "outputContract": {"contractRef": "wr.contracts.review_verdict"}}
      ]
    }
    ```
    """
    for step in analysis.workflow.prompt_steps:
        name = step.contract.removeprefix("wr.contracts.")
        texts = [text for _, text in step.texts()] if step.contract else []
        if texts and not _speaks_of("\n".join(texts), name):
            yield Finding(
                (*step.route, "outputContract", "contractRef"),
                f"the prompt of step '{step.id}' never speaks of the artifact that '{step.contract}' demands",
                help="say in one line what to hand over",
            )


def _speaks_of(text: str, name: str) -> bool:
    """True when *text* says artifact, a word of the contract's name, or how a loop goes on."""
    words = ["artifact", *name.split("_")]
    if name == "loop_control":
        words += ["continu", "stop"]
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})", text, re.IGNORECASE) is not None
