from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.tool_use import MEMORY, could_declare, declaring, memory_uses
from workflowkit.lint.rule import Finding, Fix, Severity, rule


@rule(
    "F007",
    severity=Severity.INFO,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_memory_feature(analysis: Analysis) -> Iterator[Finding]:
    """A prompt explains a memory tool instead of using the feature.

    ## Why

    `wr.features.memory_context` states in every step when to query a memory tool and how to use its answers.
    Instructions in prompts name tools that another host does not have, and differ from step to step.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Call memory_query for earlier decisions."}}]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.memory_context"],
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Recall the earlier decisions."}}]
    }
    ```

    ## Fix

    Declares the feature; delete the instructions afterwards.

    ## When not

    A workflow without prompt blocks cannot use features and is not reported.
    """
    workflow = analysis.workflow
    if not could_declare(workflow, MEMORY, analysis.spec.features):
        return
    use = next(memory_uses(analysis.passages), None)
    if use is not None:
        yield Finding(
            use.passage.route,
            f"step '{use.passage.step.id}' explains a memory tool, but '{MEMORY}' is not declared",
            help=f"add '{MEMORY}' to 'features' and delete the instructions",
            window=use.window,
            fix=Fix("declare the feature", (declaring(workflow, MEMORY),)),
        )
