from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule


@needs("type: loop")
@rule("L029", severity=Severity.WARNING, since="0.1.0")
def duplicate_loop_body(analysis: Analysis) -> Iterator[Finding]:
    """Two loops name the same step as their body.

    ## Why

    The step has one prompt for both loops.
    Notes and context of both loops are stored under the same step id.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {"id": "early", "type": "loop", "title": "Early", "loop": {"type": "for", "count": 2, "maxIterations": 2}, "body": "improve"},
        {"id": "late", "type": "loop", "title": "Late", "loop": {"type": "for", "count": 2, "maxIterations": 2}, "body": "improve"},
        {"id": "improve", "title": "Improve", "prompt": "Fix the worst sentence."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "early", "type": "loop", "title": "Early", "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": [{"id": "improve", "title": "Improve", "prompt": "Fix the worst sentence."}]
        },
        {
          "id": "late", "type": "loop", "title": "Late", "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": [{"id": "polish", "title": "Polish", "prompt": "Fix the worst word."}]
        }
      ]
    }
    ```
    """
    first: dict[str, Loop] = {}
    for loop in analysis.loops:
        body = loop.step.body_id
        if body in first and body:
            yield Finding(
                (*loop.step.route, "body"),
                f"step '{body}' is the body of {loop.name} and of {first[body].name}",
                help="write each body inline",
                related=(Related((*first[body].step.route, "body"), "named here as well"),),
            )
        first.setdefault(body, loop)
