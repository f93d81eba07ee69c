from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("type: loop")
@rule("L023", severity=Severity.INFO, since="0.1.0", fix="safe")
def deprecated_body_reference(analysis: Analysis) -> Iterator[Finding]:
    """A loop names its body by id instead of containing it.

    ## Why

    A body named by id is one step only, sees no loop variables in its prompt, and keeps its place in the list of steps.
    An inline body shows what a pass does in the place where it is read.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": "improve"
        },
        {"id": "improve", "title": "Improve", "prompt": "Fix the worst sentence."},
        {"id": "hand-over", "title": "Hand over", "prompt": "Give me the text."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "for", "count": 2, "maxIterations": 2},
          "body": [{"id": "improve", "title": "Improve", "prompt": "Fix the worst sentence."}]
        },
        {"id": "hand-over", "title": "Hand over", "prompt": "Give me the text."}
      ]
    }
    ```

    ## Fix

    Moves the step into the loop, unless another loop uses it or it is the first step, which engines before 3.119.0 also run on its own.
    """
    uses = Counter(loop.step.body_id for loop in analysis.loops)
    for loop in analysis.loops:
        if loop.step.body_id:
            yield Finding(
                (*loop.step.route, "body"),
                f"the body of {loop.name} is step {quoted(loop.step.body_id)}, named by id",
                help="write the step inline in 'body'",
                fix=_move_inline(analysis, loop) if uses[loop.step.body_id] == 1 else None,
            )


def _move_inline(analysis: Analysis, loop: Loop) -> Fix | None:
    if not loop.body or analysis.context.is_presented_first(loop.body[0]):
        return None
    step = loop.body[0]
    edits = (Edit("set", (*loop.step.route, "body"), [step.value]), Edit("delete", step.route))
    return Fix(
        f"move step '{step.id}' into the loop",
        edits,
        safe=True,
        changes="the step is in the loop, where its prompt can use the loop variables",
    )
