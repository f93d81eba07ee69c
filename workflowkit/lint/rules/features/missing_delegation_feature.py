from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.tool_use import SUBAGENTS, could_declare, declaring, delegations
from workflowkit.lint.rule import Finding, Fix, Severity, rule


@rule(
    "F005",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_delegation_feature(analysis: Analysis) -> Iterator[Finding]:
    """A workflow delegates without the delegation feature.

    ## Why

    `wr.features.subagent_guidance` states in every step how to divide work and how to use the results.
    Without it each prompt has to repeat these rules.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "First", "promptBlocks": {"goal": "Spawn two subagents, one for the parser and one for the tests."}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.subagent_guidance"],
      "steps": [
        {"id": "first", "title": "First", "promptBlocks": {"goal": "Spawn two subagents, one for the parser and one for the tests."}}
      ]
    }
    ```

    ## Fix

    Declares the feature, which adds its lines to every step with prompt blocks.

    ## When not

    A workflow without prompt blocks cannot use features and is not reported.
    """
    workflow = analysis.workflow
    if not could_declare(workflow, SUBAGENTS, analysis.spec.features):
        return
    use = next(delegations(analysis.passages), None)
    if use is not None:
        yield Finding(
            use.passage.route,
            f"step '{use.passage.step.id}' delegates, but '{SUBAGENTS}' is not declared",
            help=f"add '{SUBAGENTS}' to 'features'",
            window=use.window,
            fix=Fix("declare the feature", (declaring(workflow, SUBAGENTS),)),
        )
