from __future__ import annotations

from collections.abc import Iterator

from workflowkit.compiler.passes.render_blocks import prompt_value
from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("promptBlocks")
@rule("P013", severity=Severity.INFO, since="0.1.0")
def excessive_procedure(step: PromptStep) -> Iterator[Finding]:
    """A procedure has too many items or an overlong one.

    ## Why

    An agent carries out about seven actions in order without omitting one.
    An item of more than 600 characters is itself a procedure or a table.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "build",
          "title": "Build",
          "promptBlocks": {
            "goal": "Build it.",
            "procedure": [
              "Do part 1.",
              "Do part 2.",
              "Do part 3.",
              "Do part 4.",
              "Do part 5.",
              "Do part 6.",
              "Do part 7.",
              "Do part 8."
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
          "id": "build",
          "title": "Build",
          "promptBlocks": {
            "goal": "Build it.",
            "procedure": [
              "Do the parts in the order of the list.",
              "Run the checks after each part."
            ]
          }
        }
      ]
    }
    ```
    """
    items = step.block_items("procedure")
    if len(items) > _MOST_ITEMS:
        yield Finding(
            (*step.route, "promptBlocks", "procedure"),
            f"the procedure of {step.name} has {len(items)} items; expected at most {_MOST_ITEMS}",
            help="split the step, or join items that are one action",
            on_key=True,
        )
    for route, instruction in items:
        length = len(prompt_value(instruction))
        if length > _LONGEST_ITEM:
            yield Finding(
                route,
                f"the item has {length} characters; expected at most {_LONGEST_ITEM}",
                help="split it, or move the table or template into a reference file",
            )


_MOST_ITEMS = 7
_LONGEST_ITEM = 600
