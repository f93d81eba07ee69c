from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.metrics import later_certain_step
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule(
    "M003",
    severity=Severity.ERROR,
    since="0.1.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def misplaced_outcome_request(analysis: Analysis) -> Iterator[Finding]:
    """A step asks for the outcome of the run before the last step.

    ## Why

    The outcome is a verdict on the whole run, but steps that always run still follow.
    It omits their results, and a run that stops in between counts as a success.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build it.\\n\\nCapture:\\n- `metrics_outcome`: success or error"},
        {"id": "test", "title": "Test", "prompt": "Test it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build it."},
        {"id": "test", "title": "Test", "prompt": "Test it.\\n\\nCapture:\\n- `metrics_outcome`: success or error"}
      ]
    }
    ```
    """
    context = analysis.context
    for capture in context.own_captures_of_key("metrics_outcome"):
        later = later_certain_step(context, analysis.flow, capture.step)
        if later is not None:
            yield Finding(
                capture.route,
                f"step '{capture.step.id}' asks for the outcome, and step '{later.id}' always follows",
                help="ask in the last step, or declare a 'metricsProfile', so that the engine asks",
                related=(Related((*later.route, "id"), "this step follows"),),
                on_key=capture.window is None,
                window=capture.window,
            )
