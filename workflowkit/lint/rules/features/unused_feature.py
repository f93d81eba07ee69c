from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.wording import quoted


@needs("features")
@rule("F002", severity=Severity.WARNING, since="0.1.0")
def unused_feature(analysis: Analysis) -> Iterator[Finding]:
    """A workflow declares features that reach no step.

    ## Why

    Features add lines to the prompt blocks of a step.
    They change neither raw prompts nor injected routines, so here the declaration changes the hash only.

    ## Bad

    ```json
    {
      "features": ["wr.features.capabilities"],
      "steps": [{"id": "first", "title": "First", "prompt": "Find out which tools answer."}]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.capabilities"],
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Find out which tools answer."}}]
    }
    ```
    """
    features = analysis.workflow.features
    if features and not any(step.has_blocks for step in analysis.workflow.prompt_steps):
        listed = ", ".join(quoted(name) for name in features)
        yield Finding(
            ("features",),
            f"no step has prompt blocks, so {listed} adds nothing"
            if len(features) == 1
            else f"no step has prompt blocks, so {listed} add nothing",
            help="write the prompts as blocks, or drop the features",
            on_key=True,
        )
