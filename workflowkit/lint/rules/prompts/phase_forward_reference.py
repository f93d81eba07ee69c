from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("P009", severity=Severity.WARNING, since="0.1.0")
def phase_forward_reference(analysis: Analysis) -> Iterator[Finding]:
    """A prompt names a phase that comes later.

    ## Why

    The agent sees one step at a time and does not know what the later number stands for.
    Told about it, it prepares for or starts work that is not its task yet.

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
                f"'{mention.passage.text[slice(*mention.window)]}' comes later than {mention.passage.step.name}",
                help="describe the outcome that has to exist by then, without naming the later step",
                window=mention.window,
            )
