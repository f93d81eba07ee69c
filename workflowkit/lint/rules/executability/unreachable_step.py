from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reachability import Reach
from workflowkit.analysis.data_flow.reads import condition_reads
from workflowkit.lint.rule import Finding, Severity, rule


@rule("E005", severity=Severity.ERROR, since="0.1.0")
def unreachable_step(analysis: Analysis) -> Iterator[Finding]:
    """No path through the workflow reaches a step.

    ## Why

    No combination of the values that conditions compare with leads to this step.
    Its condition tests a key that is set on other paths only.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "prompt": "Judge the size. Capture: `size`."},
        {
          "id": "design",
          "title": "Design",
          "prompt": "Design it. Capture: `designKind`.",
          "runCondition": {"var": "size", "equals": "large"}
        },
        {
          "id": "sketch",
          "title": "Sketch",
          "prompt": "Sketch it.",
          "runCondition": {"and": [{"var": "size", "equals": "small"}, {"var": "designKind", "equals": "new"}]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "size-up", "title": "Size up", "prompt": "Judge the size. Capture: `size`."},
        {
          "id": "design",
          "title": "Design",
          "prompt": "Design it. Capture: `designKind`.",
          "runCondition": {"var": "size", "equals": "large"}
        },
        {
          "id": "sketch",
          "title": "Sketch",
          "prompt": "Sketch it.",
          "runCondition": {"var": "designKind", "equals": "new"}
        }
      ]
    }
    ```

    ## When not

    A condition that contradicts itself is reported by `constant-condition`, a key that is set too late by `unset-condition-key`.
    A key counts as set once any step that names it has run.
    """
    flow = analysis.flow
    reached = {step for path in flow.paths for step in path.steps}
    missing = [step for step in flow.elements if flow.paths and step not in reached]
    reach = Reach(analysis.context, flow) if missing else None
    for step in missing:
        if reach and reach.can_hold(step) and not reach.can_run(step):
            reads = [read for read in condition_reads(step) if read.use == "run"]
            keys = dict.fromkeys(f"'{read.key}'" for read in reads)
            yield Finding(
                (*step.route, "runCondition"),
                f"no path sets {' and '.join(keys)} so that step '{step.id}' runs",
                "change the condition, or set the key on the paths that need the step",
                on_key=True,
            )
