from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule(
    "S009",
    severity=Severity.ERROR,
    since="0.1.0",
    engines="< 3.119.0",
    kinds=frozenset({"workflow", "example", "fixture"}),
)
def conditional_first_step(analysis: Analysis) -> Iterator[Finding]:
    """The first step has a condition or is a loop.

    ## Why

    A run starts at the first step without evaluating it.
    Its condition is ignored; a loop is shown as one empty step, and its body never runs.
    Engines from 3.119.0 on start with a step of their own, and then the first step is chosen like all others.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again."}]
        },
        {"id": "first", "title": "Read", "prompt": "Read the request."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": [{"id": "again", "title": "Again", "prompt": "Build it again."}]
        }
      ]
    }
    ```
    """
    first = analysis.context.presented_first
    if first is None or first.route != ("steps", 0):
        return
    if first.is_loop:
        yield Finding(
            (*first.route, "type"),
            f"the first step, '{first.id}', is a loop: the engine shows it once as an empty step and skips its body",
            "add a step with a prompt before it",
            on_key=True,
        )
    elif first.is_conditional:
        yield Finding(
            (*first.route, "runCondition"),
            f"the first step, '{first.id}', runs whether its condition holds or not",
            "delete the condition, or add a step before it",
            on_key=True,
        )
