from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.tool_use import SUBAGENTS
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule


@needs("features")
@rule("F008", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def unused_delegation_feature(analysis: Analysis) -> Iterator[Finding]:
    """A workflow declares the delegation feature, but never delegates.

    ## Why

    The feature adds its lines to every step with prompt blocks.
    Rules about delegation that no prompt asks for cost context and invite delegation that was not planned.

    ## Bad

    ```json
    {
      "features": ["wr.features.subagent_guidance"],
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Write the summary."}}]
    }
    ```

    ## Good

    ```json
    {
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Write the summary."}}]
    }
    ```

    ## Fix

    Deletes the declaration.

    ## When not

    A workflow that leaves delegation to the agent may keep the feature.
    """
    features = analysis.workflow.features
    if SUBAGENTS not in features or any(_delegates(passage.text) for passage in analysis.passages):
        return
    if any(step.calls_template for step in analysis.workflow.prompt_steps):
        return
    index = analysis.workflow.value["features"].index(SUBAGENTS)
    route = ("features", index) if len(features) > 1 else ("features",)
    yield Finding(
        ("features", index),
        f"no prompt delegates anything, but '{SUBAGENTS}' is declared",
        help="remove the feature",
        fix=Fix("remove the feature", (Edit("delete", route),)),
    )


_DELEGATION = re.compile(
    r"\b(?:spawn|sub-?agent|executor|delegat|mission|parallel|independent|separate(?:ly)?\b|second opinion|reviewers?\b|agents\b)"
    r"|routine-|\{\{wr\.bindings\.",
    re.IGNORECASE,
)


def _delegates(text: str) -> bool:
    return _DELEGATION.search(text) is not None
