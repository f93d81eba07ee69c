from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.runtime.gates import gate_of

ALWAYS_FINE = 3
"""The number of gates that a workflow of any size may have."""


@needs("requireConfirmation")
@rule("H005", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def excessive_gates(analysis: Analysis) -> Iterator[Finding]:
    """More than a third of the steps have a gate.

    ## Why

    Every gate costs a person's attention, and many gates reduce the attention for the important ones.
    Three are always fine; beyond that at most one step in three should have one.
    Gates of the kind `coordinator_eval` cost nobody's attention and do not count.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "goal", "title": "Goal", "prompt": "Ask me for the goal.", "requireConfirmation": true},
        {"id": "scope", "title": "Scope", "prompt": "Ask me for the scope.", "requireConfirmation": true},
        {"id": "style", "title": "Style", "prompt": "Ask me for the style.", "requireConfirmation": true},
        {"id": "words", "title": "Words", "prompt": "Ask me for the words to avoid.", "requireConfirmation": true},
        {"id": "write", "title": "Write", "prompt": "Write the text."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "frame", "title": "Frame", "prompt": "Propose goal, scope, style and words to avoid, and let me correct them.", "requireConfirmation": true},
        {"id": "write", "title": "Write", "prompt": "Write the text."}
      ]
    }
    ```

    ## When not

    Workflows about a person's own decisions may ask that person often.
    """
    steps = analysis.workflow.prompt_steps
    gates = [(step, gate_of(step.value)) for step in steps]
    gated = [step for step, gate in gates if gate and gate.is_for_person]
    if len(gated) > max(ALWAYS_FINE, len(steps) / 3):
        yield Finding(
            ("steps",),
            f"{len(gated)} of {len(steps)} steps have a gate",
            help="keep the gates where a person decides something",
            on_key=True,
            related=tuple(
                Related((*step.route, "requireConfirmation"), "a gate") for step in gated[:8]
            ),
        )
