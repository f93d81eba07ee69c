from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from workflowkit.analysis.subject import Analysis
from workflowkit.analysis.tool_use import (
    CAPABILITIES,
    could_declare,
    declaring,
    delegations,
    web_uses,
)
from workflowkit.diagnostics import Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule(
    "F006",
    severity=Severity.INFO,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_capability_feature(analysis: Analysis) -> Iterator[Finding]:
    """Prompts use tools that may be absent, without saying what then.

    ## Why

    Not every place where a workflow runs can delegate or reach the web.
    `wr.features.capabilities` makes the agent try first, go on without, and say what was left unchecked.

    ## Bad

    ```json
    {
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Search the web for the latest release."}}]
    }
    ```

    ## Good

    ```json
    {
      "features": ["wr.features.capabilities"],
      "steps": [{"id": "first", "title": "First", "promptBlocks": {"goal": "Search the web for the latest release."}}]
    }
    ```

    ## Fix

    Declares the feature, which adds its lines to every step with prompt blocks.

    ## When not

    A workflow whose preconditions promise the tools, or that has no prompt blocks, is left alone.
    """
    workflow = analysis.workflow
    promised = " ".join(workflow.texts("preconditions")).lower()
    if not could_declare(workflow, CAPABILITIES, analysis.spec.features):
        return
    if any(word in promised for word in _TOOLS):
        return
    use = next(chain(web_uses(analysis.passages), delegations(analysis.passages)), None)
    if use is not None:
        yield Finding(
            use.passage.route,
            f"'{use.words}' needs a tool that may be absent, but '{CAPABILITIES}' is not declared",
            help=f"add '{CAPABILITIES}' to 'features'",
            window=use.window,
            fix=Fix("declare the feature", (declaring(workflow, CAPABILITIES),)),
        )


_TOOLS = ("web ", "internet", "online", "delegat", "subagent", "sub-agent", "executor")
