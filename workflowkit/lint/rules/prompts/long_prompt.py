from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.sizes import Measure, excesses
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P001", severity=Severity.INFO, since="0.1.0")
def long_prompt(analysis: Analysis) -> Iterator[Finding]:
    """An authored prompt is long.

    ## Why

    The longer a prompt is, the more of it the agent neglects, the middle first.
    Nine of ten prompts in practice have fewer than 2400 characters, so one above 2500 (1500 in a routine) is usually two steps in one.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "compare",
          "title": "Compare the exports",
          "promptBlocks": {
            "goal": "Compare the two exports field by field.",
            "procedure": [
              "Compare the customer id of every row in both exports and note each difference with its cause.",
              "Compare the order number of every row in both exports and note each difference with its cause.",
              "Compare the currency code of every row in both exports and note each difference with its cause.",
              "Compare the net amount of every row in both exports and note each difference with its cause.",
              "Compare the gross amount of every row in both exports and note each difference with its cause.",
              "Compare the tax rate of every row in both exports and note each difference with its cause.",
              "Compare the delivery address of every row in both exports and note each difference with its cause.",
              "Compare the invoice address of every row in both exports and note each difference with its cause.",
              "Compare the payment method of every row in both exports and note each difference with its cause.",
              "Compare the due date of every row in both exports and note each difference with its cause.",
              "Compare the discount code of every row in both exports and note each difference with its cause.",
              "Compare the line position of every row in both exports and note each difference with its cause.",
              "Compare the article number of every row in both exports and note each difference with its cause.",
              "Compare the unit price of every row in both exports and note each difference with its cause.",
              "Compare the quantity ordered of every row in both exports and note each difference with its cause.",
              "Compare the quantity shipped of every row in both exports and note each difference with its cause.",
              "Compare the warehouse code of every row in both exports and note each difference with its cause.",
              "Compare the carrier name of every row in both exports and note each difference with its cause.",
              "Compare the tracking number of every row in both exports and note each difference with its cause.",
              "Compare the return status of every row in both exports and note each difference with its cause.",
              "Compare the refund amount of every row in both exports and note each difference with its cause.",
              "Compare the credit note of every row in both exports and note each difference with its cause.",
              "Compare the cost center of every row in both exports and note each difference with its cause.",
              "Compare the approval mark of every row in both exports and note each difference with its cause.",
              "Compare the sales channel of every row in both exports and note each difference with its cause.",
              "Compare the region code of every row in both exports and note each difference with its cause.",
              "Compare the language code of every row in both exports and note each difference with its cause.",
              "Compare the contract number of every row in both exports and note each difference with its cause."
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "compare-exports",
          "title": "Compare exports",
          "prompt": "Compare the two exports and list every difference."
        },
        {
          "id": "explain-differences",
          "title": "Explain differences",
          "prompt": "Find the cause of each difference in the list."
        }
      ]
    }
    ```

    ## When not

    A table that has to be read as a whole, such as the rules of a classification.
    A step is reported for one limit only: `excessive-prompt-length` and `excessive-rendered-prompt-length` replace this rule.
    """
    for excess in excesses(analysis.workflow.prompt_steps, analysis.rendered, analysis.kind):
        if excess.measure is Measure.AUTHORED_LONG:
            yield Finding(
                prompt_place(excess.step),
                f"the prompt of {excess.step.name} has {excess.length} characters; expected at most {excess.limit}",
                help="split the step, or move variants into prompt fragments and lookup tables into a reference file",
                on_key=True,
            )
