from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.javascript import is_number
from workflowkit.text.wording import spelled

MOST_ITEMS = 50
"""Passes of a loop over items or numbers."""
MOST_ROUNDS = 5
"""Passes of a loop that ends by a judgment."""


@rule("L016", severity=Severity.INFO, since="0.1.0")
def excessive_loop_bound(loop: Loop) -> Iterator[Finding]:
    """The limit of a loop is far above the usual number of passes.

    ## Why

    Every pass costs a full submission per step, and judgments seldom change after the third pass.
    A limit far above the expected passes does not help when a decision is wrong: above 5 for judgments, above 50 for items.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "maxIterations": 15, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## When not

    A loop that works through the parts of something, one per pass, needs as many passes as there are parts.
    Loops that poll an external state are skipped.
    """
    bound = loop.step.config.get("maxIterations")
    if not is_number(bound) or not (loop.is_counted or loop.takes_artifact):
        return
    most = MOST_ITEMS if loop.is_counted else MOST_ROUNDS
    if bound > most:
        yield Finding(
            (*loop.step.route, "loop", "maxIterations"),
            f"{loop.name} may repeat {spelled(bound)} times, more than {most}",
            help="lower 'maxIterations', or work on several items per pass"
            if loop.is_counted
            else "lower 'maxIterations' to the number of passes that the work needs",
        )
