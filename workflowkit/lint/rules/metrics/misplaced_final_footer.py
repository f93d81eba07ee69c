from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis, exit_steps
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("metricsProfile")
@rule("M010", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def misplaced_final_footer(analysis: Analysis) -> Iterator[Finding]:
    """The last element of a workflow with metrics is a loop.

    ## Why

    The engine then asks for the outcome in a step of every pass: up to 3.68.0 in the decision step, later in the step before it.
    The agent reports a success in a pass that another one follows, and only the last answer is true.

    ## Bad

    ```json
    {
      "metricsProfile": "research",
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "look", "title": "Look", "prompt": "Look for what is open. Capture: `openCount`."},
            {"id": "decide", "title": "Decide", "prompt": "Stop when `openCount` is 0, otherwise continue.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "research",
      "steps": [
        {"id": "first", "title": "First", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "look", "title": "Look", "prompt": "Look for what is open. Capture: `openCount`."},
            {"id": "decide", "title": "Decide", "prompt": "Stop when `openCount` is 0, otherwise continue.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        },
        {"id": "report", "title": "Report", "prompt": "Report what you found."}
      ]
    }
    ```
    """
    steps = analysis.workflow.steps
    is_measured = analysis.workflow.metrics_profile not in ("", "none")
    if is_measured and steps and steps[-1].is_loop and exit_steps(steps[-1]):
        yield Finding(
            (*steps[-1].route, "type"),
            f"the engine asks for the outcome in every pass of loop '{steps[-1].id}'",
            help="add a step after the loop that delivers the result",
        )
