from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("R001", since="0.1.0", fix="unsafe")
def unknown_contract() -> None:
    """An output contract does not exist.

    ## Why

    The set of contracts is closed, and the engine refuses a workflow that names one outside it.
    It never checks the contract in the `conditionSource` of a loop.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "Judge",
          "prompt": "Judge the change.",
          "outputContract": {
            "contractRef": "wr.contracts.review_verdct"
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
          "id": "first",
          "title": "Judge",
          "prompt": "Judge the change.",
          "outputContract": {
            "contractRef": "wr.contracts.review_verdict"
          }
        }
      ]
    }
    ```

    ## Fix

    Writes the one id that it resembles.
    """
