from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.examples import Example
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.contracts import check_artifact
from workflowkit.text.routes import Json, Route, format_route, value_at


@rule("R011", severity=Severity.ERROR, since="0.1.0")
def invalid_artifact_example(analysis: Analysis) -> Iterator[Finding]:
    r"""An example artifact violates its contract.

    ## Why

    Agents copy examples.
    An artifact that violates its contract blocks the step, and after three blocked attempts the engine refuses even a valid one.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the draft.\n\n```json\n{\"kind\": \"wr.coordinator_signal\", \"signalKind\": \"progress or blocked\", \"payload\": {}}\n```\n",
          "outputContract": {"contractRef": "wr.contracts.coordinator_signal"}
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
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the draft; the signal kind is progress or blocked.\n\n```json\n{\"kind\": \"wr.coordinator_signal\", \"signalKind\": \"progress\", \"payload\": {}}\n```\n",
          "outputContract": {"contractRef": "wr.contracts.coordinator_signal"}
        }
      ]
    }
    ```

    ## When not

    Mark blocks that only outline the shape as `text`.
    """
    contracts = analysis.spec.behavior.contracts
    by_kind = {contract.kind: contract for contract in contracts.values()}
    for example in analysis.examples:
        if example.language not in ("", "json"):
            continue
        for place, artifact in example.artifacts:
            contract = by_kind.get(artifact["kind"])
            problems = check_artifact(contract, artifact) if contract else []
            # A code span may name an artifact by its kind alone.
            if not example.is_fenced:
                problems = [problem for problem in problems if _is_there(artifact, problem.route)]
            if problems:
                yield _finding(example, place, artifact, problems[0], len(problems) - 1)


def _is_there(artifact: Json, route: Route) -> bool:
    try:
        value_at(artifact, route)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _finding(
    example: Example, place: Route, artifact: Json, problem: Finding, n_more: int
) -> Finding:
    found = value_at(artifact, problem.route) if _is_there(artifact, problem.route) else None
    more = f", and {n_more} more" if n_more else ""
    at = f" at '{format_route((*place, *problem.route))}'" if problem.route else ""
    return Finding(
        example.route,
        f"the example of a '{artifact['kind']}' artifact violates its contract{at}: {problem.message}{more}",
        help=problem.help or "show values that the contract allows",
        window=example.window_of(found if isinstance(found, str) and found else artifact["kind"]),
    )
