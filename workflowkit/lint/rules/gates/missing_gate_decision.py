from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.runtime.gates import gate_of


@needs("requireConfirmation")
@rule("H003", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_gate_decision(analysis: Analysis) -> Iterator[Finding]:
    """A step has a gate, but its prompt states nothing to decide.

    ## Why

    A person who is asked to confirm without a question confirms without reading.
    Who is at the gate, and what they may answer, can be said in more words than a program knows, so this is advice.
    A gate is useful where somebody chooses, approves or corrects something.

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

    ## When not

    A gate of the kind `coordinator_eval` asks no person.
    A prompt with a question mark states a question, whatever its words are.
    A prompt may leave the wording of the question to the agent if it states the subject.
    """
    for step in analysis.workflow.prompt_steps:
        gate = gate_of(step.value)
        is_for_person = gate is not None and gate.is_for_person
        if not is_for_person or step.contract == LOOP_CONTROL or step.calls_template:
            continue
        words = "\n".join(
            (step.title, analysis.rendered(step), *(text for _, text in step.texts()))
        )
        if "?" not in words and not _DECISION.search(words):
            yield Finding(
                (*step.route, "requireConfirmation"),
                f"step '{step.id}' has a gate, but its prompt states no question",
                help="state what the person is to decide",
                on_key=True,
            )


_DECISION = re.compile(
    r"\b(?:approv|confirm|choos|choice|chose|decid|decision|review|agree|accept|reject|select|sign[- ]?off"
    r"|feedback|option|correct(?:ion|ed)? |pick|prefer|permission|consent|go[- ]ahead|veto|negotiat|settle"
    r"|validat|clarif|question|answer|signs? (?:it |them |this )?off|says? (?:yes|no)|tells? you)\w*"
    r"|\b(?:ask|tell|show|present(?: it)? to|let|give|offer|wait for|check with|report to|hand) (?:to )?(?:me|us|the user|my|users?)\b"
    r"|\b(?:ask|invite|request) (?:the |an? |our )?[a-z-]+(?: [a-z-]+){0,2} to\b"
    r"|\bwhether (?:I|we|the user)\b|\bmy (?:word|call|view|wish|say)\b"
    r"|\b(?:before|until|unless) (?:I|we|the user)\b|\bsays? so\b",
    re.IGNORECASE,
)
