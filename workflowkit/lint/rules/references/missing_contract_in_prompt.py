from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("outputContract")
@rule("R010", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_contract_in_prompt(step: PromptStep) -> Iterator[Finding]:
    """A prompt does not mention the artifact that its step requires.

    ## Why

    The engine adds the requirement after a prompt that does not mention it.
    One line in the prompt states what the step has to produce.

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
    name = step.contract.removeprefix("wr.contracts.")
    texts = [text for _, text in step.texts()] if step.contract else []
    if texts and not _mentions("\n".join(texts), name):
        yield Finding(
            (*step.route, "outputContract", "contractRef"),
            f"the prompt of step '{step.id}' does not mention the artifact that '{step.contract}' requires",
            help="state in one line what to submit",
        )


def _mentions(text: str, name: str) -> bool:
    """Return True when *text* contains artifact, a word of the contract's name, or an outcome of a loop."""
    words = ["artifact", *name.split("_")]
    if name == "loop_control":
        words += ["continu", "stop"]
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})", text, re.IGNORECASE) is not None
