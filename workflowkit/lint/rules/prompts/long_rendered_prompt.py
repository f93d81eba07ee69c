from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.sizes import Measure, excesses
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P002", severity=Severity.INFO, since="0.1.0")
def long_rendered_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A compiled prompt is long.

    ## Why

    The agent reads the compiled prompt: every feature and ref adds its text to each step with prompt blocks.
    Above 4000 characters the step's own instructions are a small part of it.

    ## Bad

    ```json
    {
      "features": ["wr.features.capabilities", "wr.features.subagent_guidance"],
      "steps": [
        {
          "id": "compare",
          "title": "Compare the exports",
          "promptBlocks": {
            "goal": "Compare the two exports.",
            "constraints": [
              [{"kind": "ref", "refId": "wr.refs.synthesis_under_disagreement"}],
              [{"kind": "ref", "refId": "wr.refs.adversarial_challenge_rules"}],
              [{"kind": "ref", "refId": "wr.refs.notes_first_durability"}],
              [{"kind": "ref", "refId": "wr.refs.memory_query"}],
              [{"kind": "ref", "refId": "wr.refs.memory_store"}],
              [{"kind": "ref", "refId": "wr.refs.memory_usage"}],
              [{"kind": "ref", "refId": "wr.refs.parallelize_cognition_serialize_synthesis"}],
              [{"kind": "ref", "refId": "wr.refs.synthesis_under_disagreement"}],
              [{"kind": "ref", "refId": "wr.refs.adversarial_challenge_rules"}],
              [{"kind": "ref", "refId": "wr.refs.notes_first_durability"}],
              [{"kind": "ref", "refId": "wr.refs.memory_query"}]
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "compare",
          "title": "Compare",
          "promptBlocks": {
            "goal": "Compare the two exports.",
            "constraints": [[{"kind": "ref", "refId": "wr.refs.synthesis_under_disagreement"}]]
          }
        }
      ]
    }
    ```

    ## When not

    A step is reported for one limit only: a long authored prompt is reported by `long-prompt` instead.
    """
    for excess in excesses(analysis.workflow.prompt_steps, analysis.rendered, analysis.kind):
        if excess.measure is Measure.RENDERED_LONG:
            yield Finding(
                prompt_place(excess.step),
                f"the compiled prompt of {excess.step.name} has {excess.length} characters, "
                f"{excess.authored} of them its own; expected at most {excess.limit}",
                help="remove refs and features that this workflow does not need, or split the step",
                on_key=True,
            )
