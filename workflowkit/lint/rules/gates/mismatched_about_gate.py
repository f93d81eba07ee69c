from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_text, is_truthy


@needs("requireConfirmation")
@rule("H007", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def mismatched_about_gate(analysis: Analysis) -> Iterator[Finding]:
    """A workflow's `about` puts an approval at a step without a gate.

    ## Why

    People read `about` to learn where they are asked.
    A step was added or moved, and the number in the text was not changed.
    Only sentences that name one step by its number are checked, in workflows with a gate.

    ## Bad

    ```json
    {
      "about": "You approve the notes in step 1.",
      "steps": [
        {"id": "write", "title": "Step 1: Write", "prompt": "Write the notes."},
        {"id": "approve", "title": "Step 2: Approve", "prompt": "Show the notes. May they be published?", "requireConfirmation": true}
      ]
    }
    ```

    ## Good

    ```json
    {
      "about": "You approve the notes in step 2.",
      "steps": [
        {"id": "write", "title": "Step 1: Write", "prompt": "Write the notes."},
        {"id": "approve", "title": "Step 2: Approve", "prompt": "Show the notes. May they be published?", "requireConfirmation": true}
      ]
    }
    ```

    ## When not

    When the approval happens outside the workflow.
    """
    about = as_text(analysis.workflow.value.get("about"))
    gated = [step for step in analysis.workflow.all_steps if _asks(step, analysis)]
    for sentence in _SENTENCE.finditer(about) if gated else ():
        numbers = list(_NUMBERED.finditer(about, *sentence.span()))
        if len(numbers) != 1 or not _APPROVED.search(sentence.group()):
            continue
        match = numbers[0]
        meant = _numbered(match["label"].lower(), analysis)
        if meant and not any(step in gated for step in meant):
            steps = " and ".join(f"'{step.id}'" for step in gated[:2])
            yield Finding(
                ("about",),
                f"'about' puts an approval at {match['number']}, which has no gate",
                help=f"name the step with the gate: {steps}"
                if len(gated) <= _FEW
                else "name the step with the gate",
                window=match.span("number"),
            )


_FEW = 2
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")
_NUMBERED = re.compile(
    r"\b(?:in|at|during|on) (?P<number>(?:step|phase) (?P<label>\d{1,2}[a-z]?))\b(?!\s*(?:,|and|or|to|–|-)\s*(?:(?:step|phase) )?\d)",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"\b(?:you|the user|a person|people|a human|I|we|they) (?:\w+ )?(?:approves?|confirms?|accepts?|signs? off|decides?)\b"
    r"|\b(?:approved|confirmed|accepted|signed off) by (?:you|the user|a person|people|a human)\b"
    r"|\b(?:asks|waits) (?:you |the user |a person )?for (?:your |the user's )?(?:approval|confirmation|acceptance|sign-off)\b"
    r"|\basks (?:you|the user|a person) to (?:approve|confirm|accept|sign off)\b",
    re.IGNORECASE,
)


def _asks(step: Step, analysis: Analysis) -> bool:
    """Return whether *step*, or a step of the routine that it calls, has a gate."""
    nodes = analysis.compiled_prompts.get(step.route, ())
    return is_truthy(step.gate) or any(
        is_truthy(node.value.get("requireConfirmation")) for node in nodes
    )


def _numbered(label: str, analysis: Analysis) -> list[Step]:
    """Return the step with the number *label*: by the numbers in titles and ids, or else by its place; empty when none is certain."""
    labels = analysis.phases.label_by_route
    steps = analysis.workflow.steps
    if analysis.phases.word:
        return [step for step in analysis.workflow.all_steps if labels.get(step.route) == label]
    index = int(label) - 1 if label.isdigit() else -1
    return [steps[index]] if 0 <= index < len(steps) and not steps[index].is_loop else []
