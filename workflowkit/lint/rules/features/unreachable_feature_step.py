from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule


@needs("features")
@rule("F003", severity=Severity.INFO, since="0.1.0")
def unreachable_feature_step(analysis: Analysis) -> Iterator[Finding]:
    """A workflow declares features that do not reach all steps.

    ## Why

    Features add lines to prompt blocks only.
    Steps with raw prompts do not receive them, so one run follows two sets of rules.

    ## Bad

    ```json
    {
      "features": ["wr.features.capabilities"],
      "steps": [
        {"id": "first", "title": "First", "promptBlocks": {"goal": "Find out which tools answer."}},
        {"id": "second", "title": "Second", "prompt": "Use the tools that answered."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.capabilities"],
      "steps": [
        {"id": "first", "title": "First", "promptBlocks": {"goal": "Find out which tools answer."}},
        {"id": "second", "title": "Second", "promptBlocks": {"goal": "Use the tools that answered."}}
      ]
    }
    ```

    ## When not

    Steps that only decide about a loop are not counted.
    """
    steps = analysis.workflow.prompt_steps
    raw = [
        step
        for step in steps
        if step.prompt and not step.has_blocks and step.contract != LOOP_CONTROL
    ]
    if analysis.workflow.features and raw and any(step.has_blocks for step in steps):
        yield Finding(
            ("features",),
            f"{len(raw)} of {len(steps)} steps have raw prompts, which features do not reach",
            help="write those prompts as blocks",
            on_key=True,
            related=tuple(Related((*step.route, "prompt"), "raw prompt") for step in raw[:5]),
        )
