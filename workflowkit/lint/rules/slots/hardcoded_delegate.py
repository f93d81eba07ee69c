from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.text.routes import Route

MANY = 3
"""Prompts that name one routine before a slot is worth its declaration."""


@rule("B007", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def hardcoded_delegate(analysis: Analysis) -> Iterator[Finding]:
    """Several prompts name the same routine instead of a slot.

    ## Why

    To use another routine, a team has to copy the whole workflow.
    With a slot it binds its own routine in one line, and all others keep the default.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write a plan and run `wr.routine-plan-analysis` on it."},
        {"id": "replan", "title": "Replan", "prompt": "Mend the plan and run `wr.routine-plan-analysis` again."},
        {"id": "close", "title": "Close", "prompt": "Run `wr.routine-plan-analysis` once more on the result."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "extensionPoints": [{"slotId": "plan_audit", "purpose": "What examines plans.", "default": "wr.routine-plan-analysis"}],
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Write a plan and run {{wr.bindings.plan_audit}} on it."},
        {"id": "replan", "title": "Replan", "prompt": "Mend the plan and run {{wr.bindings.plan_audit}} again."},
        {"id": "close", "title": "Close", "prompt": "Run {{wr.bindings.plan_audit}} once more on the result."}
      ]
    }
    ```

    ## When not

    Routines that no team would replace need no slot.
    """
    if analysis.workflow.value.get("extensionPoints"):
        return
    places: dict[str, dict[Step, tuple[Route, tuple[int, int]]]] = {}
    for step in analysis.workflow.prompt_steps:
        for route, text in step.texts():
            for match in _ROUTINE.finditer(text):
                name = "wr." + match.group(1)
                places.setdefault(name, {}).setdefault(step, (route, match.span()))
    for name, by_step in places.items():
        if len(by_step) >= MANY and name in analysis.file.workflow_ids:
            (route, window), *others = by_step.values()
            yield Finding(
                route,
                f"{len(by_step)} prompts name '{name}', and there is no slot for it",
                help="declare a slot in 'extensionPoints' with the routine as its default",
                window=window,
                related=tuple(Related(place, "named here as well") for place, _ in others[:4]),
            )


_ROUTINE = re.compile(r"(?<![\w.-])(?:wr\.)?(routine-[a-z0-9]+(?:-[a-z0-9]+)*)(?![\w-])")
