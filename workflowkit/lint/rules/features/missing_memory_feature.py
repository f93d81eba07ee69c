from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.analysis.tool_use import MEMORY, could_declare, declaring, memory_uses
from workflowkit.diagnostics import Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule(
    "F007",
    severity=Severity.INFO,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_memory_feature(analysis: Analysis) -> Iterator[Finding]:
    """Prompts explain a memory tool by themselves.

    ## Why

    `wr.features.memory_context` tells every step when to ask a memory tool and what its answers are worth.
    Own instructions name tools that another host does not have, and grow apart from step to step.

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

    Declares the feature; delete the own instructions then.

    ## When not

    A workflow without prompt blocks cannot use features and is left alone.
    """
    workflow = analysis.workflow
    if not could_declare(workflow, MEMORY, analysis.spec.features):
        return
    use = next(memory_uses(analysis.passages), None)
    if use is not None:
        yield Finding(
            use.passage.route,
            f"step '{use.passage.step.id}' explains a memory tool, but '{MEMORY}' is not declared",
            help=f"add '{MEMORY}' to 'features' and drop the own instructions",
            window=use.window,
            fix=Fix("declare the feature", (declaring(workflow, MEMORY),)),
        )
