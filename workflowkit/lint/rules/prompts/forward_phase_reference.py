from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.phases import PhaseMention
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P009", severity=Severity.INFO, since="0.1.0")
def forward_phase_reference(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a phase that comes later.

    ## Why

    The agent is shown one step at a time and does not know what the later number refers to.
    It may prepare or begin work that is not its task yet.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "phase-1-scope",
          "title": "Phase 1: Scope",
          "prompt": "Settle the scope before Phase 2 begins."
        },
        {"id": "phase-2-build", "title": "Phase 2: Build", "prompt": "Build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "phase-1-scope",
          "title": "Phase 1: Scope",
          "prompt": "Settle the scope; nothing is built before I approve it."
        },
        {"id": "phase-2-build", "title": "Phase 2: Build", "prompt": "Build it."}
      ]
    }
    ```
    """
    for mention in analysis.phases.mentions:
        if mention.relation == "later":
            yield Finding(
                mention.passage.route,
                _message(analysis, mention),
                help="describe the outcome that has to exist by then instead of the later step",
                window=mention.window,
            )


def _message(analysis: Analysis, mention: PhaseMention) -> str:
    position = analysis.phases.position
    target = min(mention.targets, key=position)
    distance = position(target) - position(mention.passage.step)
    words = mention.passage.text[slice(*mention.window)]
    return (
        f"'{words}' is named {distance} {'step' if distance == 1 else 'steps'} before {target.name}"
    )
