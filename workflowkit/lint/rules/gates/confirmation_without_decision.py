from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import is_truthy


@rule(
    "H003",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def confirmation_without_decision(analysis: Analysis) -> Iterator[Finding]:
    """A gate stops the run, but the prompt leaves nothing to decide.

    ## Why

    A person who is stopped without a question confirms without reading.
    Gates are worth their pause where somebody chooses, approves or corrects something.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "write", "title": "Write", "prompt": "Write the summary to `summary.md`.", "requireConfirmation": true}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "write", "title": "Write", "prompt": "Write the summary to `summary.md` and ask me whether its scope is right.", "requireConfirmation": true}
      ]
    }
    ```

    ## Fix

    Deletes the gate.

    ## When not

    A prompt may leave the question to the words of the agent; say at least what it is about.
    """
    for step in analysis.workflow.prompt_steps:
        if not is_truthy(step.gate) or step.contract == LOOP_CONTROL or step.calls_template:
            continue
        words = "\n".join(
            (step.title, analysis.rendered(step), *(text for _, text in step.texts()))
        )
        if not _DECISION.search(words):
            route = (*step.route, "requireConfirmation")
            yield Finding(
                route,
                f"step '{step.id}' waits for a person, but its prompt asks nothing",
                help="say what is to be decided, or delete the gate",
                on_key=True,
                fix=Fix("delete the gate", (Edit("delete", route),)),
            )


_DECISION = re.compile(
    r"\b(?:approv|confirm|choos|choice|chose|decid|decision|review|agree|accept|reject|select|sign[- ]?off"
    r"|feedback|option|correct(?:ion|ed)? |pick|prefer|permission|consent|go[- ]ahead|veto|negotiat|settle"
    r"|validat|clarif|question|answer)\w*"
    r"|\b(?:ask|tell|show|present(?: it)? to|let|give|offer|wait for|check with|report to|hand) (?:to )?(?:me|us|the user|my|users?)\b"
    r"|\bwhether (?:I|we|the user)\b|\bmy (?:word|call|view|wish|say)\b",
    re.IGNORECASE,
)
