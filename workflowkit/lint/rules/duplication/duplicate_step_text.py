from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.similarity import resemblances
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("D001", severity=Severity.INFO, since="0.1.0")
def duplicate_step_text(analysis: Analysis) -> Iterator[Finding]:
    """Two prompts are largely the same.

    ## Why

    A correction of one of them is missing in the other.
    One step with fragments, or a routine that is called twice, keeps them the same.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "read-left",
          "title": "Read left",
          "prompt": "Read the left export line by line, note for every field its type, its length and the share of empty values, and list the three fields that differ most from the description that I gave you at the start of the work."
        },
        {
          "id": "read-right",
          "title": "Read right",
          "prompt": "Read the right export line by line, note for every field its type, its length and the share of empty values, and list the three fields that differ most from the description that I gave you at the start of the work."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "read-both",
          "title": "Read both",
          "prompt": "Read both exports line by line, note for every field its type, its length and the share of empty values, and list the three fields that differ most."
        }
      ]
    }
    ```
    """
    steps = [
        (step, text)
        for step in analysis.workflow.prompt_steps
        if len(text := "\n".join(passage.text for passage in analysis.passages.of(step)))
        >= _SHORTEST
    ]
    for found in resemblances([text for _, text in steps], _SHARE):
        step, earlier = steps[found.later][0], steps[found.earlier][0]
        yield Finding(
            prompt_place(step),
            f"{found.share:.0%} of the prompt of {step.name} is also in {earlier.name}",
            help="join them in one step with prompt fragments, or call one routine twice",
            on_key=True,
            related=(Related(prompt_place(earlier), "the similar prompt"),),
        )


_SHORTEST = 200
_SHARE = 0.5
