from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("T007", severity=Severity.ERROR, since="0.1.0")
def invalid_routine_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A routine with blocks or loops cannot be injected.

    ## Why

    Injection copies the `prompt` of each step of the routine into the caller, and supports neither prompt blocks nor loops.
    The engine refuses every workflow that calls such a routine.

    ## Bad

    ```json
    {
      "id": "routine-outline",
      "steps": [
        {"id": "outline", "title": "Outline", "promptBlocks": {"goal": "Outline the text."}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "id": "routine-outline",
      "steps": [
        {"id": "outline", "title": "Outline", "prompt": "Outline the text."}
      ]
    }
    ```

    ## When not

    A routine that is only delegated by name, and never called as a template, may use blocks and loops: ignore the rule there.
    """
    if analysis.kind != "routine":
        return
    for step in analysis.workflow.steps:
        if step.is_loop or step.has_blocks:
            what = "is a loop" if step.is_loop else "has prompt blocks"
            yield Finding(
                step.route,
                f"step '{step.id}' of a routine {what}, so no workflow can inject the routine",
                "give the step a raw 'prompt'"
                if step.has_blocks
                else "move the loop to the caller",
            )
