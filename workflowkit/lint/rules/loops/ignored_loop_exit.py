from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("type: loop")
@rule("L037", severity=Severity.WARNING, since="0.1.0")
def ignored_loop_exit(analysis: Analysis) -> Iterator[Finding]:
    """A step of a counted loop ends the loop in a way that the engine ignores.

    ## Why

    A `for` or `forEach` loop runs as many passes as its count or its list has.
    Neither a prompt nor a loop-control artifact ends it earlier: the agent is asked for the remaining passes all the same.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3},
          "body": [
            {"id": "improve", "title": "Improve", "prompt": "Fix the worst sentence. When nothing is left to fix, the loop ends."}
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
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "for", "count": 3, "maxIterations": 3},
          "body": [
            {"id": "improve", "title": "Improve", "prompt": "Fix the worst sentence. When nothing is left to fix, note that and change nothing."}
          ]
        }
      ]
    }
    ```

    ## When not

    A prompt may name the end of the loop, as in 'when the loop ends, send the list'.
    """
    for loop in analysis.loops:
        if loop.is_counted:
            yield from _exits(analysis, loop)


def _exits(analysis: Analysis, loop: Loop) -> Iterator[Finding]:
    kind = loop.step.loop_type
    for step in loop.deciders:
        yield Finding(
            (*step.route, "outputContract"),
            f"step '{step.id}' returns a loop decision, which a '{kind}' loop never reads",
            help="make it a 'while' loop with a condition source, or remove the contract",
            on_key=True,
        )
    for step in () if loop.deciders else loop.body:
        for passage in analysis.passages.of(step):
            is_possible = "loop" in passage.lowered or "iterating" in passage.lowered
            match = _EXIT.search(passage.prose) if is_possible else None
            if match and not _DENIED.search(passage.lead(match.start())):
                yield Finding(
                    passage.route,
                    f"the prompt of step '{step.id}' ends {loop.name}, but a '{kind}' loop runs all its passes",
                    help="make it a 'while' loop with a decision step, or tell the agent to skip the work of the remaining passes",
                    window=match.span(),
                )
                break


_DENIED = re.compile(r"\b(?:not|never|cannot|without|avoid|n['’]t)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_EXIT = re.compile(
    r"(?<!when )(?<!after )(?<!once )(?<!before )(?<!until )\b(?:the|this) (?:whole )?loop (?:ends?|stops?|is (?:done|over|finished))\b"
    r"|\b(?:end|exit|stop|leave|quit|terminate|break out of|break off) (?:from )?(?:the|this) loop\b"
    r"|\bexit early from (?:the|this) loop\b|\bstop (?:looping|iterating)\b",
    re.IGNORECASE,
)
