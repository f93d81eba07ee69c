from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.tool_use import (
    CAPABILITIES,
    ToolUse,
    could_declare,
    declaring,
    delegations,
    web_uses,
)
from workflowkit.lint.rule import Finding, Fix, Severity, rule


@rule(
    "F006",
    severity=Severity.INFO,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def missing_capability_feature(analysis: Analysis) -> Iterator[Finding]:
    """A prompt uses a tool that may be unavailable, without an alternative.

    ## Why

    Delegation and web access are not available everywhere.
    `wr.features.capabilities` makes the agent try first, continue without the tool, and report what was left unchecked.

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

    A workflow whose preconditions require the tool is not reported, nor are raw prompts, which features do not reach.
    A sentence that states when the tool is available gives the alternative itself.
    """
    workflow = analysis.workflow
    promised = " ".join(workflow.texts("preconditions")).lower()
    if not could_declare(workflow, CAPABILITIES, analysis.spec.features):
        return
    if any(word in promised for word in _TOOLS):
        return
    uses = chain(web_uses(analysis.passages), delegations(analysis.passages))
    use = next((use for use in uses if _needs_alternative(use)), None)
    if use is not None:
        yield Finding(
            use.passage.route,
            f"'{use.words}' needs a tool that may be unavailable, but '{CAPABILITIES}' is not declared",
            help=f"add '{CAPABILITIES}' to 'features'",
            window=use.window,
            fix=Fix("declare the feature", (declaring(workflow, CAPABILITIES),)),
        )


def _needs_alternative(use: ToolUse) -> bool:
    """Return True when the feature reaches the order and its sentence does not state when the tool is available."""
    passage = use.passage
    start, end = passage.sentence_at(use.window[0])
    return passage.step.has_blocks and not _AVAILABILITY.search(passage.text[start:end])


_AVAILABILITY = re.compile(
    r"\b(?:if|when|where|unless|wherever|provided)\b[^.\n]*\b(?:available|possible|can|could|supported|allowed|have|has|exists?|enabled)\b"
    r"|\b(?:delegation|web|search|tools?|sub-?agents?|executors?) (?:is|are) (?:available|possible|supported)\b"
    r"|\b(?:otherwise|fall back|if not)\b",
    re.IGNORECASE,
)
_TOOLS = ("web ", "internet", "online", "delegat", "subagent", "sub-agent", "executor")
