from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis, exit_steps
from workflowkit.analysis.metrics import lacks_outcome_request
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("metricsProfile")
@rule("M005", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unreachable_final_footer(analysis: Analysis) -> Iterator[Finding]:
    """The engine does not ask for the outcome on every path.

    ## Why

    The engine asks for the outcome in the last step of the file, or in a step of a last loop: up to 3.68.0 in its decision step only.
    A run that skips this step ends without the question and has no outcome.

    ## Bad

    ```json
    {
      "metricsProfile": "coding",
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build and commit it. Capture: `isRisky`."},
        {"id": "review", "title": "Review", "prompt": "Have it reviewed.", "runCondition": {"var": "isRisky", "equals": true}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "metricsProfile": "coding",
      "steps": [
        {"id": "build", "title": "Build", "prompt": "Build and commit it. Capture: `isRisky`."},
        {"id": "review", "title": "Review", "prompt": "Have it reviewed.", "runCondition": {"var": "isRisky", "equals": true}},
        {"id": "hand-over", "title": "Hand over", "prompt": "Hand it over."}
      ]
    }
    ```
    """
    steps = analysis.workflow.steps
    if analysis.workflow.metrics_profile in ("", "none") or not steps:
        return
    last, engine = steps[-1], analysis.spec.engine
    loop = analysis.context.loop_around(last)
    if loop is not None:
        return
    if lacks_outcome_request(analysis.workflow, analysis.flow):
        yield Finding(
            (*last.route, "runCondition"),
            f"runs that skip '{last.id}' report no 'metrics_outcome': the engine asks for it in the last step only",
            help="end with an unconditional step that all paths share",
            on_key=True,
        )
    elif engine.final_footer_needs_decision and last.is_loop and not exit_steps(last):
        yield Finding(
            (*last.route, "type"),
            f"the engine never asks for 'metrics_outcome', because the workflow ends with loop '{last.id}', which has no decision step",
            help="add a step after the loop that delivers the result",
        )
