from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import CompiledStep, every_step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.executable import ExecutableLoop, Failure, build
from workflowkit.runtime.loops import bound
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Route


@rule("E003", severity=Severity.ERROR, since="0.1.0")
def unreachable_completion(analysis: Analysis) -> Iterator[Finding]:
    """A run that reaches this step can never complete.

    ## Why

    Some contracts compile although the engine has no validator for them: it treats every artifact as missing and blocks the step, required or not.
    A loop whose `maxIterations` is not an integer compiles too, and ends the run with an internal error when it is reached.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "hand-over",
          "title": "Hand over",
          "prompt": "Hand over the direction.",
          "outputContract": {"contractRef": "wr.contracts.discovery_handoff"}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "hand-over",
          "title": "Hand over",
          "prompt": "Hand over the verdict.",
          "outputContract": {"contractRef": "wr.contracts.review_verdict"}
        }
      ]
    }
    ```

    ## When not

    A list or count that is not set also stops a run until it is given; `unset-loop-input` reports it.
    """
    if not analysis.compilation.is_valid:
        return
    unchecked = analysis.spec.engine.contracts_without_validator
    for node in every_step(analysis.compilation.steps):
        contract = as_text(as_fields(node.value.get("outputContract")).get("contractRef"))
        if contract in unchecked:
            yield Finding(
                _place(node, "outputContract", "contractRef"),
                f"the engine cannot validate contract '{contract}', so {node.name} never completes",
                "use a contract that the engine validates, or none",
            )
    executable = build([node.json() for node in analysis.compilation.steps])
    if isinstance(executable, Failure):
        return
    n_presented = int(analysis.context.presented_first is not None)
    for node in analysis.compilation.steps[n_presented:]:
        loop = executable.by_id.get(node.id)
        if isinstance(loop, ExecutableLoop) and isinstance(bound(loop), Failure):
            yield Finding(
                _place(node, "loop", "maxIterations"),
                f"loop '{node.id}' has a 'maxIterations' that is not an integer, which ends the run with an error",
                "write an integer",
            )


def _place(node: CompiledStep, *rest: str) -> Route:
    route = node.origin.route
    return (*route, "templateCall", "templateId") if node.origin.routine else (*route, *rest)
