from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.json_values import as_text


@needs("agentRole")
@rule("S024", severity=Severity.INFO, since="0.1.0")
def misplaced_instruction(analysis: Analysis) -> Iterator[Finding]:
    """An instruction is in `agentRole` instead of the prompt.

    ## Why

    `agentRole` is no part of the prompt: the engine sends it as a field of its own, which many clients do not show to the agent.
    An instruction there may not be followed.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "write", "title": "Write", "prompt": "Write the notes.", "agentRole": "You write notes. Never name a customer."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "write", "title": "Write", "prompt": "Write the notes. Never name a customer.", "agentRole": "You write notes."}
      ]
    }
    ```

    ## When not

    A description of the role, such as *You are a careful reviewer*, is no instruction.
    """
    found = [
        ((*step.route, "agentRole"), match)
        for step in analysis.workflow.all_steps
        if not step.is_loop and not step.calls_template
        if (match := _INSTRUCTION.search(as_text(step.value.get("agentRole"))))
    ]
    if found:
        (route, match), *others = found
        more = f", in {len(found)} steps" if others else ""
        yield Finding(
            route,
            f"'agentRole' contains an instruction, which is no part of the prompt{more}",
            "move the instruction into the prompt",
            window=match.span(1),
            related=tuple(Related(place, "likewise") for place, _ in others),
        )


_INSTRUCTION = re.compile(
    r"(?:^|[.;:!]\s+|\n)((?:(?:you )?(?:never|always|must)|do not|don't|(?:set|capture|record|ask|write|return|emit|report|end|use)\s+(?:the|a|an|all|every|each|only|me|`))\b)",
    re.IGNORECASE,
)
"""The beginning of a sentence that orders something."""
