from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import LIST_SECTIONS
from workflowkit.lint.rule import Finding, Related, Severity, needs, rule
from workflowkit.text.routes import Route


@needs("promptBlocks")
@rule("D003", severity=Severity.INFO, since="0.1.0")
def duplicate_block_item(analysis: Analysis) -> Iterator[Finding]:
    """The blocks of several steps contain the same item.

    ## Why

    What holds for several steps is a rule of the workflow; of several copies some are changed and others are forgotten.
    A ref or a feature states it once.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "a-step",
          "title": "A step",
          "promptBlocks": {
            "goal": "Count the files.",
            "verify": ["Every number names the file and the line that it was read from."]
          }
        },
        {
          "id": "b-step",
          "title": "B step",
          "promptBlocks": {
            "goal": "Count the lines.",
            "verify": ["Every number names the file and the line that it was read from."]
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
          "id": "a-step",
          "title": "A step",
          "promptBlocks": {
            "goal": "Count the files.",
            "verify": ["Every number names the file and the line that it was read from."]
          }
        },
        {
          "id": "b-step",
          "title": "B step",
          "promptBlocks": {
            "goal": "Count the lines.",
            "verify": ["The sum equals the total of the tool."]
          }
        }
      ]
    }
    ```
    """
    places: dict[str, list[Route]] = {}
    for step in analysis.workflow.prompt_steps:
        for section in LIST_SECTIONS:
            for route, block_item in step.block_items(section):
                if isinstance(block_item, str) and len(block_item) > _LONGEST:
                    found = places.setdefault(block_item.strip(), [])
                    if all(other[: len(step.route)] != step.route for other in found):
                        found.append(route)
    for found in places.values():
        if len(found) > 1:
            yield Finding(
                found[1],
                f"the item is in {len(found)} steps",
                help="state it once: in a ref, a feature, or the step that needs it most",
                related=tuple(Related(route, "the same item") for route in (found[0], *found[2:])),
            )


_LONGEST = 60
"""Shorter items are common phrases."""
