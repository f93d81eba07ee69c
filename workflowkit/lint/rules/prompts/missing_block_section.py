from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("promptBlocks")
@rule("P014", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_block_section(step: PromptStep) -> Iterator[Finding]:
    """Prompt blocks lack one of the usual sections.

    ## Why

    Goal, procedure, required output and verification answer four questions: why, how, with which result, and when the step is complete.
    Without the output no program knows what the step captures; without verification nothing defines when the agent has finished.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "build",
          "title": "Build",
          "promptBlocks": {"goal": "Build the release.", "procedure": ["Run the build."]}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "build",
          "title": "Build",
          "promptBlocks": {
            "goal": "Build the release.",
            "procedure": ["Run the build."],
            "outputRequired": {"buildPath": "text: where the result is"},
            "verify": ["The file at `buildPath` exists."]
          }
        }
      ]
    }
    ```

    ## When not

    A step with an output contract or an assessment needs no `outputRequired`: the engine lists what to submit.
    The last step of a workflow may end with its report.
    """
    if not step.has_blocks:
        return
    is_told_elsewhere = bool(step.contract or step.assessment_refs)
    wanted = [key for key in _SECTIONS if key != "outputRequired" or not is_told_elsewhere]
    missing = [f"'{key}'" for key in wanted if not step.blocks.get(key)]
    if missing:
        yield Finding(
            (*step.route, "promptBlocks"),
            f"the prompt blocks of {step.name} have no {', no '.join(missing)}",
            help="add the missing sections; two or three lines that can be checked are enough",
            on_key=True,
        )


_SECTIONS = ("goal", "procedure", "outputRequired", "verify")
