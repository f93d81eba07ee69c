from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("S004", severity=Severity.ERROR, since="0.1.0")
def empty_prompt(analysis: Analysis) -> Iterator[Finding]:
    """The prompt of a step is blank.

    ## Why

    The engine refuses a workflow with prompt blocks without a section.
    It accepts white space and empty sections, and the agent receives a step without a task.
    Since 3.118.0 it also refuses an `audit` without prompt and rubric, a blank rubric entry or command, and a `synthesis` without prompt and output contract.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "first", "title": "Read", "promptBlocks": {"goal": "Read the request."}}
      ]
    }
    ```
    """
    refused = {error.route for error in analysis.compilation.errors if error.rule == "empty-prompt"}
    for step in analysis.workflow.prompt_steps:
        route = (*step.route, "promptBlocks" if step.has_blocks else "prompt")
        prompt = analysis.rendered(step)
        if route in refused or any(step.refs()):
            continue
        if prompt and _BLANK.fullmatch(prompt):
            yield Finding(
                route,
                f"the prompt of step '{step.id}' has no words",
                "state what the agent has to do",
                on_key=step.has_blocks,
            )


_BLANK = re.compile(r"(?:## [A-Z][A-Za-z ]+\n|-|[0-9]+\.|\s)*")
"""Headings, bullets and numbers as blocks are rendered, and white space."""
