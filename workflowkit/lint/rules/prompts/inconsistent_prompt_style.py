from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("promptBlocks")
@rule("P015", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def inconsistent_prompt_style(analysis: Analysis) -> Iterator[Finding]:
    """Some steps have raw prompts and some have prompt blocks.

    ## Why

    Features are added to steps with prompt blocks only, so that part of the workflow follows rules that the rest does not have.
    Readers have to search for the same thing in two places.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "prompt": "Read the request."},
        {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build it."}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "read", "title": "Read", "promptBlocks": {"goal": "Read the request."}},
        {"id": "build", "title": "Build", "promptBlocks": {"goal": "Build it."}}
      ]
    }
    ```
    """
    raw = [step for step in analysis.workflow.prompt_steps if step.prompt]
    blocks = [step for step in analysis.workflow.prompt_steps if step.has_blocks]
    if raw and blocks:
        rarer = min(raw, blocks, key=len)
        yield Finding(
            prompt_place(rarer[0]),
            f"the raw prompts ({len(raw)}) and prompt blocks ({len(blocks)}) are mixed",
            help="write every step of the workflow in the same style",
            on_key=True,
        )
