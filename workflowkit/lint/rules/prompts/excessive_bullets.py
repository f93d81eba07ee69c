from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.format.reader import LIST_SECTIONS
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P030", severity=Severity.INFO, since="0.1.0")
def excessive_bullets(analysis: Analysis) -> Iterator[Finding]:
    r"""A prompt has more than forty bullets.

    ## Why

    The agent reads a list that long as a whole and carries out a part of it.
    Groups by outcome, or two steps, can be finished and checked one by one.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "a-step",
          "title": "A step",
          "prompt": "Check these:\n- point 1\n- point 2\n- point 3\n- point 4\n- point 5\n- point 6\n- point 7\n- point 8\n- point 9\n- point 10\n- point 11\n- point 12\n- point 13\n- point 14\n- point 15\n- point 16\n- point 17\n- point 18\n- point 19\n- point 20\n- point 21\n- point 22\n- point 23\n- point 24\n- point 25\n- point 26\n- point 27\n- point 28\n- point 29\n- point 30\n- point 31\n- point 32\n- point 33\n- point 34\n- point 35\n- point 36\n- point 37\n- point 38\n- point 39\n- point 40\n- point 41"
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "a-step",
          "title": "A step",
          "prompt": "Check these:\n- point 1\n- point 2\n- point 3\n- point 4\n- point 5\n- point 6\n- point 7\n- point 8\n- point 9\n- point 10"
        }
      ]
    }
    ```
    """
    for step in analysis.workflow.prompt_steps:
        n_items = sum(len(step.block_items(section)) for section in LIST_SECTIONS) + len(
            step.outputs
        )
        texts = [
            passage.prose
            for passage in analysis.passages.of(step)
            if passage.section != "promptFragments"
        ]
        n_bullets = n_items + sum(len(_BULLET.findall(text)) for text in texts)
        if n_bullets > _MOST_BULLETS:
            yield Finding(
                prompt_place(step),
                f"the prompt of {step.name} has {n_bullets} bullets; expected at most {_MOST_BULLETS}",
                help="group the bullets by outcome, or split the step",
                on_key=True,
            )


_MOST_BULLETS = 40
_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+\S", re.MULTILINE)
